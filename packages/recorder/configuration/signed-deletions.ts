/**
 * Remembers in `<data>/recorder/signed-deletions.json` since when the deletions on each volume are signed, under the node's key. On the
 * volume itself every trace of that can be taken away, and then unsigned deletions would look as if they were older.
 */
import { writeRemembered } from './remembered-file.ts';
import {
  type InstantKind,
  MAX_SIGNED_VOLUMES,
  readEntries,
  type SignedInstant,
  type Signer,
  signedInstantsOf,
  signInstant,
  type Verify,
} from './signed-instants.ts';

const KIND: InstantKind = {
  file: 'signed-deletions.json',
  field: 'sinceUnixMs',
  tag: 'matlang-archive-deletions-signed-1',
};

/**
 * By volume id, the instant in Unix ms. What the key did not sign is left out; a file that is missing or makes no sense knows
 * none: recording outranks it.
 */
export function readSignedDeletions(dataDirectory: string, verify: Verify): ReadonlyMap<string, number> {
  return signedInstantsOf(KIND, readEntries(dataDirectory, KIND), verify);
}

/** One for each data directory; what it writes, it writes one after the other. */
export class SignedDeletionsFile {
  readonly #dataDirectory: string;
  readonly #signer: Signer;
  readonly #volumes: Map<string, SignedInstant>;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string, signer: Signer, verify: Verify) {
    this.#dataDirectory = dataDirectory;
    this.#signer = signer;
    const entries = readEntries(dataDirectory, KIND);
    const signed = signedInstantsOf(KIND, entries, verify);
    this.#volumes = new Map([...entries].filter(([volumeId]) => signed.has(volumeId)));
  }

  /** Whether deletions on the volume were signed before. */
  knows(volumeId: string): boolean {
    return this.#volumes.has(volumeId);
  }

  /** Once for each volume, when its first head is signed. On a disk where that can't be written it is noted with the next head. */
  note(volumeId: string, atUnixMs: number): Promise<void> {
    if (this.#volumes.has(volumeId) || this.#volumes.size >= MAX_SIGNED_VOLUMES) return this.#last;
    this.#volumes.set(volumeId, signInstant(KIND, this.#signer, volumeId, atUnixMs));
    this.#last = this.#last.then(() => this.#write(volumeId));
    return this.#last;
  }

  async #write(volumeId: string): Promise<void> {
    try {
      await writeRemembered(this.#dataDirectory, KIND.file, Object.fromEntries(this.#volumes));
    } catch {
      this.#volumes.delete(volumeId);
    }
  }
}
