/**
 * Signs where the server's audit log stands, with the node's key, and remembers the furthest in `<data>/recorder/audit-log-head.json`: a log
 * whose newest entries were cut off is whole in itself.
 */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AuditLogHead, auditLogHeadText } from '@matlang/link';

/** The node's key, as `@matlang/keys` opens it. */
interface Signer {
  readonly keyId: string;
  sign(message: Uint8Array): Uint8Array;
}

/** A head with its signature, hex. */
export interface SignedAuditLogHead extends AuditLogHead {
  readonly keyId: string;
  readonly signature: string;
}

/** Null: none was signed, or the file makes no sense. Its signature is the caller's to verify. */
export function readAuditLogHead(dataDirectory: string): SignedAuditLogHead | null {
  try {
    const head: unknown = JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8'));
    return isHead(head) ? head : null;
  } catch {
    return null;
  }
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
    const file = fileOf(this.#dataDirectory);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, JSON.stringify(head), { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch {
      // Signing goes on.
    }
  }
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'recorder', 'audit-log-head.json');
}

function isHead(value: unknown): value is SignedAuditLogHead {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    ['siteId', 'hash', 'keyId', 'signature'].every((name) => typeof fields[name] === 'string') &&
    ['seq', 'signedUnixMs'].every((name) => Number.isSafeInteger(fields[name]))
  );
}
