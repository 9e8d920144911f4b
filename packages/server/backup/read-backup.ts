/** Reads a backup from its first byte to its last, each file held against its hash: to restore it, or to know that it can be restored. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { SCHEMA_VERSION } from '../store/site-database.ts';
import { BackupError } from './backup-error.ts';
import { MAX_MANIFEST_BYTES, type Manifest, manifestSchema } from './manifest.ts';
import { unseal } from './sealed-file.ts';

const LINE_END = 0x0a;

/** Takes one file; must read its pieces to their end. */
type TakeFile = (file: Manifest['files'][number], pieces: AsyncIterable<Uint8Array>) => Promise<void>;

/** @throws BackupError, the system's error, those of `take`; what was given before that is genuine, but may not be whole */
export async function readBackup(passphrase: string, source: FileHandle, take: TakeFile): Promise<Manifest> {
  const bytes = new PieceReader(unseal(passphrase, source));
  const manifest = parseManifest(await bytes.line());
  if (manifest.schemaVersion > SCHEMA_VERSION) throw new BackupError('too-new');
  for (const file of manifest.files) {
    const hash = createHash('sha256');
    await take(file, hashed(bytes.take(file.sizeBytes), hash));
    if (hash.digest('hex') !== file.sha256) throw new BackupError('damaged');
  }
  if (!(await bytes.atEnd())) throw new BackupError('damaged');
  return manifest;
}

/** That it can be restored with this passphrase. @throws BackupError, the system's error */
export async function checkBackup(
  file: string,
  passphrase: string,
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<Manifest> {
  await using source = await open(file, 'r');
  const { size } = await source.stat();
  let doneBytes = 0;
  return await readBackup(passphrase, source, async (_, pieces) => {
    for await (const piece of pieces) {
      doneBytes += piece.length;
      onProgress(doneBytes, size);
    }
  });
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function parseManifest(line: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new BackupError('damaged', { cause });
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
