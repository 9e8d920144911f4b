/** Makes the file of a backup, beside a running site as well: a snapshot of the database, keys and settings, under a passphrase. */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { openSiteDatabase, SCHEMA_VERSION } from '../store/site-database.ts';
import { BackupError } from './backup-error.ts';
import { bytesOf, isKept, MAX_SMALL_FILE_BYTES, type Manifest } from './manifest.ts';
import { seal } from './sealed-file.ts';

/** What is on the disk after it: where a test looks at what a kill would have left. */
export type BackupStep = 'begun' | 'snapshot-begins' | 'snapshot' | 'written' | 'placed' | 'done';

/** `nowUnixMs` is the time of the backup. */
export interface BackupOptions {
  readonly dataDirectory: string;
  /** Must not be there. */
  readonly file: string;
  readonly passphrase: string;
  readonly nowUnixMs: number;
  readonly onStep?: (step: BackupStep) => void;
  /** How many bytes of how many were sealed. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** What was made. */
export interface MadeBackup {
  readonly manifest: Manifest;
  readonly sizeBytes: number;
}

/** Ends the name of the folder in which a backup is put together, beside its file. */
export const PARTIAL_ENDING = '.partial';

/** @throws BackupError, the system's error, SQLite's; there is no file then, and what was begun is gone */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { dataDirectory, file, passphrase, nowUnixMs, onStep = () => {}, onProgress = () => {} } = options;
  if (!existsSync(join(dataDirectory, 'site.sqlite'))) throw new BackupError('no-database');
  const partial = `${file}${PARTIAL_ENDING}`;
  await rm(partial, { recursive: true, force: true });
  // A folder, closed to others: SQLite makes its copy with the rights of the umask.
  await mkdir(partial, { mode: 0o700 });
  try {
    onStep('begun');
    const snapshot = join(partial, 'site.sqlite');
    // Before the database: the place that the recorder remembers of the log must not lie behind the log that is kept.
    const small = smallFiles(dataDirectory, (path) => path !== CAMERAS);
    onStep('snapshot-begins');
    const about = takeSnapshot(join(dataDirectory, 'site.sqlite'), snapshot);
    requireSameKeys(small, smallFiles(dataDirectory, isKey));
    // After it: the newer of the two wins when the site starts.
    small.push(...smallFiles(dataDirectory, (path) => path === CAMERAS));
    onStep('snapshot');
    const database = {
      path: 'site.sqlite',
      sizeBytes: statSync(snapshot).size,
      sha256: await sha256Of(snapshot),
    };
    const manifest: Manifest = {
      createdUnixMs: nowUnixMs,
      ...about,
      files: [
        ...small.map(({ path, bytes }) => ({
          path,
          sizeBytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        })),
        database,
      ],
    };
    const totalBytes = bytesOf(manifest);
    async function* content(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${JSON.stringify(manifest)}\n`);
      for (const { bytes } of small) yield bytes;
      let doneBytes = totalBytes - database.sizeBytes;
      for await (const chunk of createReadStream(snapshot)) {
        yield chunk;
        doneBytes += chunk.length;
        onProgress(doneBytes, totalBytes);
      }
    }
    const written = join(partial, 'backup');
    await pipeline(seal(passphrase, content()), createWriteStream(written, { flush: true, mode: 0o600 }));
    onStep('written');
    await rename(written, file);
    await syncFolder(dirname(file));
    onStep('placed');
    return { manifest, sizeBytes: statSync(file).size };
  } finally {
    await rm(partial, { recursive: true, force: true });
    onStep('done');
  }
}

const CAMERAS = 'recorder/cameras.json';
const isKey = (path: string): boolean => path.startsWith('keys/site.key');

/** @throws BackupError `keys-changed`: what the snapshot has sealed might not open with the keys of before */
function requireSameKeys(before: readonly SmallFile[], after: readonly SmallFile[]): void {
  const same = before
    .filter(({ path }) => isKey(path))
    .every(({ path, bytes }, index) => after[index]?.path === path && after[index].bytes.equals(bytes));
  if (!same || before.filter(({ path }) => isKey(path)).length !== after.length)
    throw new BackupError('keys-changed');
}

interface SmallFile {
  readonly path: string;
  readonly bytes: Buffer;
}

function smallFiles(dataDirectory: string, wanted: (path: string) => boolean): SmallFile[] {
  const inside = (folder: string): string[] =>
    existsSync(join(dataDirectory, folder))
      ? readdirSync(join(dataDirectory, folder)).map((name) => `${folder}/${name}`)
      : [];
  return ['analyst.json', ...inside('keys').toSorted(), ...inside('recorder').toSorted()]
    .filter((path) => isKept(path) && wanted(path) && existsSync(join(dataDirectory, path)))
    .map((path) => {
      const full = join(dataDirectory, path);
      if (statSync(full).size > MAX_SMALL_FILE_BYTES) throw new BackupError('too-large');
      return { path, bytes: readFileSync(full) };
    });
}

/** Writers are not held up: SQLite reads one state of the database, and they go on in its log. */
function takeSnapshot(path: string, copy: string) {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    const { version } = database.prepare('SELECT max(version) AS version FROM schema_version').get() ?? {};
    if (Number(version) > SCHEMA_VERSION) throw new BackupError('too-new');
    database.prepare('VACUUM INTO ?').run(copy);
    const { id, name } = database.prepare('SELECT id, name FROM site').get() ?? {};
    return { siteId: String(id), siteName: String(name), schemaVersion: Number(version) };
  } finally {
    database.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Says in the log of the site what a command of the terminal made. A database of an older program is left as it is: the backup is what one
 * makes before an upgrade.
 */
export async function noteBackup(
  dataDirectory: string,
  { createdUnixMs, siteId, schemaVersion }: Manifest,
): Promise<void> {
  if (schemaVersion !== SCHEMA_VERSION) return;
  const database = await openSiteDatabase(join(dataDirectory, 'site.sqlite'), createdUnixMs);
  try {
    await database.transaction((stores) =>
      stores.audit.append({
        siteId,
        atUnixMs: createdUnixMs,
        actor: 'operator',
        address: null,
        action: 'backup.made',
        subjectId: siteId,
        detail: {},
      }),
    );
  } finally {
    await database.close();
  }
}

/** What was renamed there is there after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync();
}
