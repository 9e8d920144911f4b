/** The command line inside the process of a test: a command costs its work and not a start of Node. Vietnamese unless a test says otherwise. */
import { vi } from 'vitest';
import { run } from './run-command-line.ts';

/** What a command ended with. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command at a time: outputs and exit code are the process's own, and are put back. */
export const runHere = async (...args: readonly string[]): Promise<Result> => {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  vi.stubEnv('MATLANG_LANGUAGE', 'vi');
  // Set where npm runs the tests.
  vi.stubEnv('npm_command', undefined);
  try {
    return { code: await run(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  }
};
