/** The digests that the audit log is chained and made a tree with: domain has none of its own. */
import { hash } from 'node:crypto';
import type { AuditDigests } from '@matlang/domain';

/** 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** Of the UTF-8 bytes of a text. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Both. */
export const AUDIT_DIGESTS: AuditDigests = { sha256, sha256Hex };
