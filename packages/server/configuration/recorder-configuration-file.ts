/** `<data>/recorder/cameras.json` on disk: replaced whole, never half written, in two steps around a commit. */
import { type FileHandle, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';

/** Written and synced beside the file, not yet in its place. */
export interface PreparedConfiguration {
  /** Puts it in place; after that a power cut can't take it back. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** The file of one data directory. */
export class RecorderConfigurationFile {
  readonly #path: string;

  constructor(dataDirectory: string) {
    this.#path = join(dataDirectory, 'recorder', 'cameras.json');
  }

  /**
   * What the recorder reads now; null when there is none, or what is there makes no sense to the recorder either.
   * @throws the system's error where it is there and can't be read: whoever wrote over it would not know what it lost
   */
  async read(): Promise<RecorderConfiguration | null> {
    try {
      const parsed = recorderConfigurationSchema.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      return parsed.success ? parsed.data : null;
    } catch (error) {
      if (error instanceof SyntaxError || isMissing(error)) return null;
      throw error;
    }
  }

  /** Only one may be prepared at a time. */
  async prepare(configuration: RecorderConfiguration): Promise<PreparedConfiguration> {
    const checked = recorderConfigurationSchema.parse(configuration);
    const directory = dirname(this.#path);
    const temporary = `${this.#path}.new`;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'w', 0o600);
    await writeSynced(file, `${JSON.stringify(checked, null, 2)}\n`);
    return {
      publish: async () => {
        await rename(temporary, this.#path);
        await syncDirectory(directory);
      },
      discard: async () => {
        await unlink(temporary).catch(() => {});
      },
    };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function writeSynced(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
