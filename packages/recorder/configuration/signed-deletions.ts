/**
 * Remembers in `<data>/recorder/signed-deletions.json` since when the deletions on each volume are signed, under the node's key. On the
 * volume itself every trace of that can be taken away, and then unsigned deletions would look as if they were older.
 */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Volumes that were given up stay known, so that a disk may come back. */
const MAX_VOLUMES = 256;
/** Of a file that is read at all: far more than 256 volumes need. */
const MAX_VOLUME_ID_CHARACTERS = 200;

interface Remembered {
  readonly sinceUnixMs: number;
  readonly keyId: string;
  /** Hex. */
  readonly signature: string;
}

/** The node's key, as `@matlang/keys` opens it. */
interface Signer {
  readonly keyId: string;
  sign(message: Uint8Array): Uint8Array;
}

/** Null: the key is not known. */
type Verify = (keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null;

/**
 * By volume id, the instant in Unix ms. What the key did not sign is left out; a file that is missing or makes no sense knows
 * none: recording outranks it.
 */
export function readSignedDeletions(dataDirectory: string, verify: Verify): ReadonlyMap<string, number> {
  return new Map(
    [...read(dataDirectory, verify)].map(([volumeId, { sinceUnixMs }]) => [volumeId, sinceUnixMs]),
  );
}

/** One for each data directory; what it writes, it writes one after the other. */
export class SignedDeletionsFile {
  readonly #dataDirectory: string;
  readonly #signer: Signer;
  readonly #volumes: Map<string, Remembered>;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string, signer: Signer, verify: Verify) {
    this.#dataDirectory = dataDirectory;
    this.#signer = signer;
    this.#volumes = read(dataDirectory, verify);
  }

  /** Whether deletions on the volume were signed before. */
  knows(volumeId: string): boolean {
    return this.#volumes.has(volumeId);
  }

  /** Once for each volume, when its first head is signed. On a disk where that can't be written it is noted with the next head. */
  note(volumeId: string, atUnixMs: number): Promise<void> {
    if (this.#volumes.has(volumeId) || this.#volumes.size >= MAX_VOLUMES) return this.#last;
    const signature = this.#signer.sign(messageOf(volumeId, atUnixMs));
    this.#volumes.set(volumeId, {
      sinceUnixMs: atUnixMs,
      keyId: this.#signer.keyId,
      signature: Buffer.from(signature).toString('hex'),
    });
    this.#last = this.#last.then(() => this.#write(volumeId));
    return this.#last;
  }

  async #write(volumeId: string): Promise<void> {
    const file = fileOf(this.#dataDirectory);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(this.#volumes)), { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch {
      this.#volumes.delete(volumeId);
    }
  }
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'recorder', 'signed-deletions.json');
}

/** ASCII lines, as all that the node's key signs. */
function messageOf(volumeId: string, sinceUnixMs: number): Uint8Array {
  return Buffer.from(`${['matlang-archive-deletions-signed-1', volumeId, sinceUnixMs].join('\n')}\n`, 'utf8');
}

function read(dataDirectory: string, verify: Verify): Map<string, Remembered> {
  const found = new Map<string, Remembered>();
  try {
    const content: unknown = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8'));
    if (typeof content !== 'object' || content === null) return found;
    for (const [volumeId, value] of Object.entries(content).slice(0, MAX_VOLUMES))
      if (
        volumeId.length <= MAX_VOLUME_ID_CHARACTERS &&
        isRemembered(value) &&
        isSigned(volumeId, value, verify)
      )
        found.set(volumeId, value);
  } catch {
    // As if there were none.
  }
  return found;
}

function isSigned(volumeId: string, { sinceUnixMs, keyId, signature }: Remembered, verify: Verify): boolean {
  return verify(keyId, messageOf(volumeId, sinceUnixMs), Buffer.from(signature, 'hex')) === true;
}

function isRemembered(value: unknown): value is Remembered {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sinceUnixMs' in value &&
    Number.isSafeInteger(value.sinceUnixMs) &&
    'keyId' in value &&
    typeof value.keyId === 'string' &&
    'signature' in value &&
    typeof value.signature === 'string'
  );
}
