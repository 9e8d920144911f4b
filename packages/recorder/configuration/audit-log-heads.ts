/**
 * Signs where the server's audit log stands, with the node's key, and remembers the furthest in `<data>/recorder/audit-log-head.json`: a log
 * whose newest entries were cut off is whole in itself.
 */
import { Buffer } from 'node:buffer';
import { type AuditLogHead, auditLogHeadText } from '@matlang/link';
import { readRemembered, writeRemembered } from './remembered-file.ts';
import type { Signer } from './signed-instants.ts';

const FILE = 'audit-log-head.json';

/** A head with its signature, hex. */
export interface SignedAuditLogHead extends AuditLogHead {
  readonly keyId: string;
  readonly signature: string;
}

/** Null: none was signed, or the file makes no sense. Its signature is the caller's to verify. */
export function readAuditLogHead(dataDirectory: string): SignedAuditLogHead | null {
  const head = readRemembered(dataDirectory, FILE);
  return isHead(head) ? head : null;
}

/** One for each data directory. */
export class AuditLogHeads {
  readonly #dataDirectory: string;
  readonly #signer: Signer;
  #furthest: SignedAuditLogHead | null;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string, signer: Signer) {
    this.#dataDirectory = dataDirectory;
    this.#signer = signer;
    this.#furthest = readAuditLogHead(dataDirectory);
  }

  /** Also of a log that went back: it goes on, and what is remembered says that there was more. */
  sign(head: AuditLogHead): SignedAuditLogHead {
    const signature = Buffer.from(this.#signer.sign(Buffer.from(auditLogHeadText(head), 'utf8')));
    const signed = { ...head, keyId: this.#signer.keyId, signature: signature.toString('hex') };
    if (this.#furthest?.siteId !== head.siteId || head.seq > this.#furthest.seq) {
      this.#furthest = signed;
      this.#last = this.#last.then(() => this.#write(signed));
    }
    return signed;
  }

  /** What was signed so far is on the disk, or could not be written there. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** Where it can't be written, the next one is. */
  async #write(head: SignedAuditLogHead): Promise<void> {
    try {
      await writeRemembered(this.#dataDirectory, FILE, head);
    } catch {
      // Signing goes on.
    }
  }
}

function isHead(value: unknown): value is SignedAuditLogHead {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    ['siteId', 'hash', 'keyId', 'signature'].every((name) => typeof fields[name] === 'string') &&
    ['seq', 'signedUnixMs'].every((name) => Number.isSafeInteger(fields[name])) &&
    ['string', 'undefined'].includes(typeof fields['root'])
  );
}
