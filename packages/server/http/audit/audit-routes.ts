/** The audit log over HTTP. Whoever reads it is in it. */
import type { AuditPageAnswer } from '@matlang/contract';
import type { AuditEntry, AuditFilter } from '@matlang/domain';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

/** Handlers over the log. */
export function auditRoutes({ database, siteId, clock }: SiteContext): SomeHandlers<'readAudit'> {
  return {
    readAudit: async ({ query: { actor, action, about, from, to, limit, before }, requester }) => {
      const asked: AuditFilter = {
        ...(actor === undefined ? {} : { actor }),
        ...(action === undefined ? {} : { actionPrefix: action }),
        ...(about === undefined ? {} : { subjectId: about }),
        ...(from === undefined ? {} : { fromUnixMs: from }),
        ...(to === undefined ? {} : { toUnixMs: to }),
      };
      const page = await database.stores.audit.readPage(siteId, {
        ...asked,
        beforeSeq: before ?? null,
        limit,
      });
      await database.transaction(async ({ audit }) => {
        await audit.append({
          ...requester,
          siteId,
          atUnixMs: clock.nowUnixMs(),
          action: 'audit.read',
          subjectId: siteId,
          detail: { ...asked, beforeSeq: before ?? null, entries: page.entries.length },
        });
      });
      return { status: 200, body: { entries: page.entries.map(entryAnswer), next: page.nextBeforeSeq } };
    },
  };
}

function entryAnswer(entry: AuditEntry): AuditPageAnswer['entries'][number] {
  const { seq, atUnixMs: at, actor, address, action, subjectId, detail, previousHash, hash } = entry;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store read it as JSON
  const json = detail as AuditPageAnswer['entries'][number]['detail'];
  return { seq, at, actor, address, action, subjectId, detail: json, previousHash, hash };
}
