/** What the recorder remembers to have signed of the audit log, where the site's own key did it. */
import { auditLogHeadText } from '@matlang/link';
import { readAuditLogHead } from '@matlang/recorder/audit-log-heads';
import type { headVerifier } from './head-verifier.ts';

/** Null: nothing, or nothing that the key signed. */
export const rememberedLog = (
  directory: string,
  verify: ReturnType<typeof headVerifier>,
): ReturnType<typeof readAuditLogHead> => {
  const head = readAuditLogHead(directory);
  if (head === null) return null;
  const message = Buffer.from(auditLogHeadText(head), 'utf8');
  return verify(head.keyId, message, Buffer.from(head.signature, 'hex')) === true ? head : null;
};
