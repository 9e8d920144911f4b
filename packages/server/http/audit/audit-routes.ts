/** The audit log over HTTP: pages, files, signed heads and proofs. Whoever reads it is in it. */
import { Readable } from 'node:stream';
import { ApiError } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';
import type { AuditLogSigner } from '../../jobs/audit-log-signer.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { entryAnswer, filterOf, namesIn, readNames } from './audit-answers.ts';
import { exportCsv, exportJson } from './audit-export.ts';
import { AuditHeads } from './audit-heads.ts';
import { AuditReadings } from './audit-readings.ts';

/** Under way at once: each reads the database all the time. */
const MAX_EXPORTS = 2;
/** Written and not yet taken. */
const AHEAD_BYTES = 256 * 1024;

type Served = 'readAudit' | 'exportAudit' | 'getAuditHead' | 'proveAuditEntries' | 'proveAuditGrowth';

/** Handlers over the log. */
export function auditRoutes(context: SiteContext, signer: AuditLogSigner): SomeHandlers<Served> {
  const { database, siteId, clock } = context;
  const readings = new AuditReadings(context);
  const heads = new AuditHeads(context, signer);
  const exporting = new Slots(MAX_EXPORTS, 'too-many-audit-exports');
  return {
    readAudit: async ({ query: { limit, before, ...asked }, requester }) => {
      const filter = filterOf(asked);
      const question = { ...filter, beforeSeq: before ?? null, limit };
      const page = await database.stores.audit.readPage(siteId, question);
      await readings.note(filter, requester);
      const names = namesIn(page.entries, await readNames(context));
      return {
        status: 200,
        body: { entries: page.entries.map(entryAnswer), names, next: page.nextBeforeSeq },
      };
    },
    exportAudit: async ({ query: { format, lang, ...asked }, requester }) => {
      const release = exporting.take();
      try {
        const filter = filterOf(asked);
        // Before the first byte: the file has its own entry in it.
        await readings.noteExport(filter, format, requester);
        const newestSeq = (await database.stores.audit.newest(siteId))?.seq ?? 0;
        const parts = { context, filter, newestSeq };
        const text =
          format === 'csv'
            ? exportCsv(parts, await readNames(context), lang)
            : exportJson(parts, heads, await heads.newest({ fresh: true }));
        const media = Readable.from(text, { objectMode: false, highWaterMark: AHEAD_BYTES });
        media.once('close', release);
        return { status: 200, media, headers: fileHeaders(format, clock.nowUnixMs()) };
      } catch (error) {
        release();
        throw error;
      }
    },
    getAuditHead: async () => {
      const head = await heads.newest({ fresh: false });
      if (head === null) throw new ApiError('audit-not-signed');
      return { status: 200, body: head };
    },
    proveAuditEntries: async ({ query: { seq, size } }) => {
      const paths = await heads.paths(seq, size);
      const proofs = seq.map((one, at) => ({ seq: one, path: [...(paths[at] ?? [])] }));
      return { status: 200, body: { size, proofs } };
    },
    proveAuditGrowth: async ({ query: { old, size } }) => ({
      status: 200,
      body: { old, size, path: [...(await heads.growth(old, size))] },
    }),
  };
}

function fileHeaders(format: 'json' | 'csv', nowUnixMs: number) {
  const time = new Date(nowUnixMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="nhat-ky-${time}Z.${format}"`,
  };
}
