/** The digests that the audit log is chained and made a tree with: domain has none of its own. */
import { hash } from 'node:crypto';

/** 32 bytes; of a text of its UTF-8 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return hash('sha256', data, 'buffer');
}

/** Of the UTF-8 bytes of a text. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}
