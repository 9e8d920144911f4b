/**
 * Verification in the browser: hashes and signatures are worked out here, with WebCrypto, from what the server shows. What it trusts is the
 * signed head; a head that somebody kept elsewhere is what a server could not make up.
 */
import {
  type AuditEntryAnswer,
  type AuditHeadAnswer,
  auditHeadText,
  provingEntry,
  provingGrowth,
} from '@matlang/contract';
import { awaitDigestSteps, bytesOfHex } from '@matlang/domain';

/** `unknown`: this browser has no Ed25519. */
export type SignatureState = 'right' | 'wrong' | 'unknown';

/** What became of the entries shown. */
export interface EntriesVerified {
  readonly head: AuditHeadAnswer;
  readonly signature: SignatureState;
  readonly proved: number;
  /** Numbers of those that are not what was written. */
  readonly wrong: readonly number[];
  /** Newer than the head: nothing is said of them. */
  readonly newer: number;
}

/** Asked of the server. */
export interface ProofSource {
  readonly head: () => Promise<AuditHeadAnswer>;
  /** Paths by number. */
  readonly paths: (seqs: readonly number[], size: number) => Promise<ReadonlyMap<number, readonly string[]>>;
  readonly growth: (old: number, size: number) => Promise<readonly string[]>;
}

/** Paths that the server gives at once. */
const MOST_AT_ONCE = 500;

/** Whether this page may use WebCrypto: not one that came by plain HTTP from another machine. */
export const hasCrypto = (): boolean => globalThis.crypto?.subtle !== undefined;

const sha256 = async (data: Uint8Array | string): Promise<Uint8Array> => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
};

/** Each of them against the newest head. @throws RefusedError, ServerAwayError */
export async function verifyEntries(
  entries: readonly AuditEntryAnswer[],
  source: ProofSource,
): Promise<EntriesVerified> {
  const head = await source.head();
  const covered = entries.filter(({ seq }) => seq <= head.seq);
  const wrong: number[] = [];
  for (let from = 0; from < covered.length; from += MOST_AT_ONCE) {
    const some = covered.slice(from, from + MOST_AT_ONCE);
    const paths = await source.paths(
      some.map(({ seq }) => seq),
      head.seq,
    );
    for (const entry of some)
      if (!(await awaitDigestSteps(provingEntry(head, entry, paths.get(entry.seq) ?? []), sha256)))
        wrong.push(entry.seq);
  }
  return {
    head,
    signature: await signatureOf(head),
    proved: covered.length - wrong.length,
    wrong,
    newer: entries.length - covered.length,
  };
}

/** As `matlang audit verify` says it. */
export type KeptState = 'holds' | 'differs' | 'cut' | 'other-site' | 'unsigned';

/** What became of a kept head. */
export interface KeptVerified {
  readonly state: KeptState;
  readonly kept: AuditHeadAnswer;
  readonly head: AuditHeadAnswer;
  /** Of the kept head. */
  readonly signature: SignatureState;
  readonly sameKey: boolean;
}

/** A kept head against the log of now. @throws RefusedError, ServerAwayError */
export async function verifyKeptHead(kept: AuditHeadAnswer, source: ProofSource): Promise<KeptVerified> {
  const head = await source.head();
  const signature = await signatureOf(kept);
  const found = { kept, head, signature, sameKey: kept.publicKey === head.publicKey };
  if (signature === 'wrong') return { ...found, state: 'unsigned' };
  if (kept.siteId !== head.siteId) return { ...found, state: 'other-site' };
  if (kept.seq > head.seq) return { ...found, state: 'cut' };
  const path = await source.growth(kept.seq, head.seq);
  const holds =
    (await signatureOf(head)) !== 'wrong' &&
    (await awaitDigestSteps(provingGrowth(kept, head, path), sha256));
  return { ...found, state: holds ? 'holds' : 'differs' };
}

async function signatureOf(head: AuditHeadAnswer): Promise<SignatureState> {
  const publicKey = new Uint8Array(bytesOfHex(head.publicKey));
  const digest = Array.from((await sha256(publicKey)).slice(0, 16), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  if (digest.join('') !== head.keyId) return 'wrong';
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
  } catch (error) {
    // Browsers before 2025. A key that is none is refused by those that know the algorithm.
    return error instanceof DOMException && error.name === 'NotSupportedError' ? 'unknown' : 'wrong';
  }
  const signature = new Uint8Array(64);
  signature.set(bytesOfHex(head.signature.slice(0, 64)));
  signature.set(bytesOfHex(head.signature.slice(64)), 32);
  const message = new TextEncoder().encode(auditHeadText(head));
  return (await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message)) ? 'right' : 'wrong';
}
