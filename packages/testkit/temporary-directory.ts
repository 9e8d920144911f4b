/** Folders that are gone when the test is over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test hands over: vitest's test context is one. */
export interface FinishingContext {
  onTestFinished(run: () => Promise<void>): void;
}

/** A new empty folder, removed with all that is in it when the test ends. */
export async function temporaryDirectory(context: FinishingContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'matlang-test-'));
  context.onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
