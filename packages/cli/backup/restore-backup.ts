/** Makes a data folder from a backup: put together and checked beside, then renamed to where it belongs, whole or not at all. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openSiteDatabase, SCHEMA_VERSION } from '@matlang/server/site-database';
import { BackupError } from './backup-error.ts';
import { syncFolder } from './make-backup.ts';
import { MAX_MANIFEST_BYTES, type Manifest, manifestSchema } from './manifest.ts';
import { unseal } from './sealed-file.ts';

/** What is on the disk after it: where a test looks at what a kill would have left. */
export type RestoreStep = 'begun' | 'unpacked' | 'checked' | 'placed' | 'done';

/** `nowUnixMs` is the time of the restoring. */
export interface RestoreOptions {
  readonly file: string;
  /** Is not there, or is empty. */
  readonly dataDirectory: string;
  readonly passphrase: string;
  readonly nowUnixMs: number;
  readonly onStep?: (step: RestoreStep) => void;
}

/** Says that what lies there was begun by us, and may go. */
const MARK = 'restoring';
const LINE_END = 0x0a;

/** @throws BackupError, the system's error, SQLite's; the folder is as it was then, and what was begun is gone */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { file, dataDirectory, passphrase, nowUnixMs, onStep = () => {} } = options;
  if (existsSync(dataDirectory) && readdirSync(dataDirectory).length > 0)
    throw new BackupError('folder-not-empty');
  await using source = await open(file, 'r');
  const staging = `${dataDirectory}.restoring`;
  if (existsSync(staging) && readdirSync(staging).length > 0 && !existsSync(join(staging, MARK)))
    throw new BackupError('staging-taken');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  try {
    await writeFile(join(staging, MARK), '', { mode: 0o600 });
    onStep('begun');
    const manifest = await unpack(passphrase, source, staging);
    onStep('unpacked');
    await check(staging, manifest, nowUnixMs);
    onStep('checked');
    for (const folder of ['keys', 'recorder', '.']) await syncFolder(join(staging, folder));
    // Over an empty folder, or where there is none: one step, or not done.
    await putInPlace(staging, dataDirectory);
    await syncFolder(dirname(dataDirectory));
    onStep('placed');
    // One that stays disturbs nobody.
    await rm(join(dataDirectory, MARK));
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
    onStep('done');
  }
}

async function putInPlace(staging: string, dataDirectory: string): Promise<void> {
  try {
    await rename(staging, dataDirectory);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EBUSY' || code === 'EXDEV') throw new BackupError('folder-mounted', { cause });
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw new BackupError('folder-not-empty', { cause });
    throw cause;
  }
}

async function unpack(passphrase: string, source: FileHandle, staging: string): Promise<Manifest> {
  for (const folder of ['keys', 'recorder']) await mkdir(join(staging, folder), { mode: 0o700 });
  const bytes = new PieceReader(unseal(passphrase, source));
  const manifest = parseManifest(await bytes.line());
  if (manifest.schemaVersion > SCHEMA_VERSION) throw new BackupError('too-new');
  for (const { path, sizeBytes, sha256 } of manifest.files) {
    // What anybody may read of the node's key is to be readable after it as well.
    const mode = path.endsWith('.pub') ? 0o644 : 0o600;
    // `wx`: a path that is named twice is refused.
    await using target = await open(join(staging, path), 'wx', mode);
    const hash = createHash('sha256');
    for await (const piece of bytes.take(sizeBytes)) {
      hash.update(piece);
      await target.writeFile(piece);
    }
    await target.sync();
    if (hash.digest('hex') !== sha256) throw new BackupError('damaged');
  }
  if (!(await bytes.atEnd())) throw new BackupError('damaged');
  return manifest;
}

function parseManifest(line: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new BackupError('damaged', { cause });
  }
}

/** Opens the database, brings it to this program's schema, and says in its log what was done. @throws BackupError `damaged` */
async function check(staging: string, manifest: Manifest, nowUnixMs: number): Promise<void> {
  const { siteId, createdUnixMs } = manifest;
  const database = await openSiteDatabase(join(staging, 'site.sqlite'), nowUnixMs);
  try {
    await database.transaction(async (stores) => {
      if ((await stores.site.find())?.id !== siteId) throw new BackupError('damaged');
      await stores.audit.append({
        siteId,
        atUnixMs: nowUnixMs,
        actor: 'operator',
        address: null,
        action: 'site.restored',
        subjectId: siteId,
        detail: { madeUnixMs: createdUnixMs },
      });
    });
  } finally {
    await database.close();
  }
}

/** Holds one piece at a time. */
class PieceReader {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  #piece: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncGenerator<Uint8Array>) {
    this.#pieces = pieces;
  }

  async line(): Promise<string> {
    let line = Buffer.alloc(0);
    while (line.length <= MAX_MANIFEST_BYTES && !(await this.atEnd())) {
      const end = this.#piece.indexOf(LINE_END);
      line = Buffer.concat([line, this.#piece.subarray(0, end < 0 ? undefined : end)]);
      this.#piece = end < 0 ? Buffer.alloc(0) : this.#piece.subarray(end + 1);
      if (end >= 0) return line.toString('utf8');
    }
    throw new BackupError('damaged');
  }

  async *take(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      if (await this.atEnd()) throw new BackupError('damaged');
      const part = this.#piece.subarray(0, left);
      this.#piece = this.#piece.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Reads on where the piece is used up. */
  async atEnd(): Promise<boolean> {
    while (this.#piece.length === 0) {
      const { value, done } = await this.#pieces.next();
      if (done === true) return true;
      this.#piece = Buffer.from(value.buffer, value.byteOffset, value.length);
    }
    return false;
  }
}
