/**
 * A stream of bytes under a passphrase: 64 bytes of header, then pieces of 64 KiB, each AES-256-GCM with the header as associated data and
 * its number in the nonce; the last one says that it is. What was cut off, swapped or changed does not open. Format: docs/design/backup.md.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { BackupError } from './backup-error.ts';

const MAGIC = Buffer.from('matlang-backup-1', 'ascii');
const FAMILY = MAGIC.subarray(0, -1);
const SALT_BYTES = 16;
const CHECK_BYTES = 16;
const DIGEST_BYTES = 16;
const HEADER_BYTES = MAGIC.length + SALT_BYTES + CHECK_BYTES + DIGEST_BYTES;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const PIECE_BYTES = 65_536;
/** OWASP's figures: half a second and 128 MiB for each passphrase that somebody tries. The format fixes them, so that no file asks for more. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 } as const;

interface Derived {
  readonly key: Buffer;
  /** Tells a wrong passphrase from a damaged file. */
  readonly check: Buffer;
}

const derive = (passphrase: string, salt: Uint8Array): Promise<Derived> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES + CHECK_BYTES, COST, (error, bytes) =>
      error === null
        ? resolve({ key: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) })
        : reject(error),
    );
  });

const digestOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(bytes).digest().subarray(0, DIGEST_BYTES);

/** The key is of this file alone: counting is enough. */
const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce[0] = isLast ? 1 : 0;
  nonce.writeUInt32BE(number, 8);
  return nonce;
};

/** The bytes of the sealed file. */
export async function* seal(
  passphrase: string,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const { key, check } = await derive(passphrase, salt);
  const open = Buffer.concat([MAGIC, salt, check]);
  const header = Buffer.concat([open, digestOf(open)]);
  yield header;
  let number = 0;
  const sealPiece = (piece: Uint8Array, isLast: boolean): Uint8Array => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    number += 1;
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  };
  let waiting: Buffer = Buffer.alloc(0);
  for await (const bytes of content) {
    waiting = Buffer.concat([waiting, bytes]);
    // One byte more than a piece: the last piece is known to be the last only at the end.
    while (waiting.length > PIECE_BYTES) {
      yield sealPiece(waiting.subarray(0, PIECE_BYTES), false);
      waiting = waiting.subarray(PIECE_BYTES);
    }
  }
  yield sealPiece(waiting, true);
}

/** What was sealed. @throws BackupError `no-backup`, `too-new`, `damaged`, `wrong-passphrase`; what was given before that is genuine */
export async function* unseal(passphrase: string, file: FileHandle): AsyncGenerator<Uint8Array> {
  const header = await readAt(file, 0, HEADER_BYTES);
  if (!header.subarray(0, FAMILY.length).equals(FAMILY)) throw new BackupError('no-backup');
  if (header.length < HEADER_BYTES) throw new BackupError('damaged');
  const open = header.subarray(0, -DIGEST_BYTES);
  if (!digestOf(open).equals(header.subarray(-DIGEST_BYTES))) throw new BackupError('damaged');
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError('too-new');
  const { key, check } = await derive(passphrase, open.subarray(MAGIC.length, MAGIC.length + SALT_BYTES));
  if (!timingSafeEqual(check, open.subarray(-CHECK_BYTES))) throw new BackupError('wrong-passphrase');
  const { size } = await file.stat();
  const step = PIECE_BYTES + TAG_BYTES;
  for (let number = 0, at = HEADER_BYTES; number === 0 || at < size; number += 1, at += step) {
    const piece = await readAt(file, at, step);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, at + step >= size), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(header);
    let opened: Buffer;
    try {
      decipher.setAuthTag(piece.subarray(-TAG_BYTES));
      opened = Buffer.concat([decipher.update(piece.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new BackupError('damaged', { cause });
    }
    yield opened;
  }
}

/** Shorter where the file ends. */
async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}
