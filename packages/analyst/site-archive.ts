/** The archive of the analyst's site: its volumes are those that the recorder works by, `<data>/recorder/cameras.json`. */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ArchiveReader, openArchiveReader } from '@matlang/archive/reading';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';
import { StillRefusal } from './stills/still-refusal.ts';

type Volumes = RecorderConfiguration['volumes'];

/** Looks at the file with each question, as volumes are looked at: a site may get another disk. */
export class SiteArchive {
  readonly #dataDirectory: string;
  #seen = '';
  #volumes = '';
  #reader: ArchiveReader | null = null;

  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory;
  }

  /** @throws StillRefusal `unreadable` before the server has written a configuration */
  async reader(): Promise<ArchiveReader> {
    const path = join(this.#dataDirectory, 'recorder', 'cameras.json');
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const seen = `${mtimeMs}/${size}/${ino}`;
      if (seen !== this.#seen) {
        const { volumes } = recorderConfigurationSchema.parse(JSON.parse(await readFile(path, 'utf8')));
        this.#open(volumes);
        this.#seen = seen;
      }
    } catch (cause) {
      // One that was read stays good: the recorder goes on by its last one as well.
      if (this.#reader === null) throw new StillRefusal('unreadable', `${path} can’t be read`, { cause });
    }
    if (this.#reader === null) throw new StillRefusal('unreadable', `${path} names no volume`);
    return this.#reader;
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  #open(volumes: Volumes): void {
    const wanted = JSON.stringify(volumes);
    if (wanted === this.#volumes) return;
    // What is being read of the old volumes ends with `closed`, and is asked for again.
    this.#reader?.close();
    this.#reader = openArchiveReader({
      volumes: volumes.map(({ id, path }) => ({ id, path: resolve(this.#dataDirectory, path) })),
    });
    this.#volumes = wanted;
  }
}
