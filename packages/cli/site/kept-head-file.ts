/** A head of the audit log that somebody kept: read from its file and verified with the key that it carries. */
import { readFileSync, statSync } from 'node:fs';
import { type AuditHeadAnswer, auditHeadText, parseAuditHead } from '@matlang/contract';
import { nodeKeyId, verifyHeadSignature } from '@matlang/keys';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { AUDIT_TEXTS } from '../texts/audit-texts.ts';

/** A head has some 600 bytes. */
const MAX_BYTES = 64 * 1024;

/** `signed`: by the key that it carries; whose key that is, is another question. */
export interface KeptHeadFile {
  readonly path: string;
  readonly head: AuditHeadAnswer;
  readonly isSigned: boolean;
}

/** @throws CommandFailure (usage) for a file that is no head; the system's error where it can't be read */
export const readKeptHead = (path: string): KeptHeadFile => {
  const head = statSync(path).size > MAX_BYTES ? null : parseAuditHead(readFileSync(path, 'utf8'));
  if (head === null) throw new CommandFailure(EXIT_CODES.usage, filled(AUDIT_TEXTS.noHeadFile, { path }));
  return { path, head, isSigned: isSignedHead(head) };
};

/** Whether the key that the head carries signed it. */
export const isSignedHead = (head: AuditHeadAnswer): boolean => {
  const publicKey = Buffer.from(head.publicKey, 'hex');
  const message = Buffer.from(auditHeadText(head), 'utf8');
  return (
    nodeKeyId(publicKey) === head.keyId &&
    verifyHeadSignature(publicKey, message, Buffer.from(head.signature, 'hex'))
  );
};
