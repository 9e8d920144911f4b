/** One instant for each volume, under the node's key: what was written by somebody else counts for nothing. */
import { Buffer } from 'node:buffer';
import type { NodeSigner } from '@matlang/keys';
import { readRemembered } from './remembered-file.ts';

/** Volumes that were given up stay known, so that a disk may come back. */
export const MAX_SIGNED_VOLUMES = 256;
/** Of a file that is read at all: far more than 256 volumes need. */
const MAX_VOLUME_ID_CHARACTERS = 200;

/** Null: the key is not known. */
export type Verify = (keyId: string, message: Uint8Array, signature: Uint8Array) => boolean | null;

/** What signs: the node's key, as `@matlang/keys` opens it. */
export type Signer = Pick<NodeSigner, 'keyId' | 'sign'>;

/** What the instants of a file say. */
export interface InstantKind {
  /** In `<data>/recorder`. */
  readonly file: string;
  /** Of the instant in the file. */
  readonly field: string;
  /** First line of what is signed: a signature of one kind is none of another. */
  readonly tag: string;
}

/** `field` beside it holds the instant, in Unix ms. */
export type SignedInstant = Readonly<Record<string, unknown>> & {
  readonly keyId: string;
  /** Hex. */
  readonly signature: string;
};

/** The entry of one volume. */
export function signInstant(
  { field, tag }: InstantKind,
  signer: Signer,
  volumeId: string,
  unixMs: number,
): SignedInstant {
  const signature = Buffer.from(signer.sign(messageOf(tag, volumeId, unixMs))).toString('hex');
  return { [field]: unixMs, keyId: signer.keyId, signature };
}

/** By volume id; a file that is missing or makes no sense has none. Signatures are not looked at. */
export function readEntries(dataDirectory: string, kind: InstantKind): Map<string, SignedInstant> {
  const content = readRemembered(dataDirectory, kind.file);
  if (typeof content !== 'object' || content === null) return new Map();
  return new Map(
    Object.entries(content)
      .slice(0, MAX_SIGNED_VOLUMES)
      .filter(
        (entry): entry is [string, SignedInstant] =>
          entry[0].length <= MAX_VOLUME_ID_CHARACTERS && isEntry(kind, entry[1]),
      ),
  );
}

/** By volume id, the instant in Unix ms, of entries that the key signed. */
export function signedInstantsOf(
  { field, tag }: InstantKind,
  entries: ReadonlyMap<string, SignedInstant>,
  verify: Verify,
): ReadonlyMap<string, number> {
  const instants = new Map<string, number>();
  for (const [volumeId, entry] of entries) {
    const unixMs = Number(entry[field]);
    const signature = Buffer.from(entry.signature, 'hex');
    if (verify(entry.keyId, messageOf(tag, volumeId, unixMs), signature) === true)
      instants.set(volumeId, unixMs);
  }
  return instants;
}

/** ASCII lines, as all that the node's key signs. */
function messageOf(tag: string, volumeId: string, unixMs: number): Uint8Array {
  return Buffer.from(`${[tag, volumeId, unixMs].join('\n')}\n`, 'utf8');
}

function isEntry({ field }: InstantKind, value: unknown): value is SignedInstant {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    Number.isSafeInteger(fields[field]) &&
    typeof fields['keyId'] === 'string' &&
    typeof fields['signature'] === 'string'
  );
}
