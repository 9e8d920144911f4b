/** Follows `<data>/recorder/cameras.json`: reads it at once and after each change, asynchronously. */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';

/** 512 cameras with long addresses are about 1 MiB. */
export const MAX_CONFIGURATION_BYTES = 8 * 1024 * 1024;
/** Some file systems tell of no change (network disks, containers). */
const POLL_MS = 2_000;
/** A rename is told as two events. */
const SETTLE_MS = 20;

/** Hears of each change of the file once. */
export interface ConfigurationFileHandler {
  onConfiguration(configuration: RecorderConfiguration): void;
  /** Why the file that is there is not taken; the configuration before stays in force. */
  onProblem(problem: string): void;
}

/** Where the file lies. */
export function configurationPath(dataDirectory: string): string {
  return join(dataDirectory, 'recorder', 'cameras.json');
}

/** The file's text; null: there is no file. `parse` throws SyntaxError with a sentence for what is no configuration. */
export async function readConfiguration(
  path: string,
): Promise<{ text: string; parse: () => RecorderConfiguration } | null> {
  const text = await readBounded(path);
  return text === null ? null : { text, parse: () => parseConfiguration(text) };
}

async function readBounded(path: string): Promise<string | null> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > MAX_CONFIGURATION_BYTES) {
      throw new RangeError(`${size} bytes, more than ${MAX_CONFIGURATION_BYTES}`);
    }
    return await file.readFile('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function parseConfiguration(text: string): RecorderConfiguration {
  const parsed = recorderConfigurationSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new SyntaxError(issues.join('; '));
  }
  return parsed.data;
}

/** One for each process. */
export class ConfigurationFile {
  readonly #path: string;
  readonly #handler: ConfigurationFileHandler;
  #watcher: FSWatcher | null = null;
  #poll: NodeJS.Timeout | null = null;
  #settle: NodeJS.Timeout | null = null;
  #text: string | null = null;
  #reading = false;
  #again = false;
  #closed = false;

  constructor(dataDirectory: string, handler: ConfigurationFileHandler) {
    this.#path = configurationPath(dataDirectory);
    this.#handler = handler;
  }

  /** Resolves after the first look; there need not be a file yet. */
  async start(): Promise<void> {
    const directory = dirname(this.#path);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    try {
      this.#watcher = watch(directory, () => this.#changed());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // Out of watches: polling does.
    }
    this.#poll = setInterval(() => void this.#read(), POLL_MS);
    await this.#read();
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#poll ?? undefined);
    clearTimeout(this.#settle ?? undefined);
  }

  #changed(): void {
    clearTimeout(this.#settle ?? undefined);
    this.#settle = setTimeout(() => void this.#read(), SETTLE_MS);
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        await this.#readOnce();
      } while (this.#again);
    } finally {
      this.#reading = false;
    }
  }

  async #readOnce(): Promise<void> {
    try {
      const read = await readConfiguration(this.#path);
      if (read === null || read.text === this.#text || this.#closed) {
        return;
      }
      this.#text = read.text;
      this.#handler.onConfiguration(read.parse());
    } catch (error) {
      if (!this.#closed) {
        this.#handler.onProblem(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
