/** Whether the audit log of a site is the one that was written: read beside a running server, nothing is changed. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type AuditEntry, type BrokenLink, findBrokenLink, GENESIS_HASH } from '@matlang/domain';
import { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from './database-tables.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { SqlAuditStore, sha256Hex } from './sql-audit-store.ts';

/** Entries in memory at a time. */
const PAGE = 1000;

/** What was found. Entries that were cut off at the end leave no trace in the chain itself. */
export interface AuditLogCheck {
  readonly entries: number;
  /** The first entry that does not fit; null: the chain holds. */
  readonly broken: BrokenLink | null;
  /** The furthest signed head of each stream of each volume, as the log keeps them: volume, `cameraId/kind`, head. */
  readonly heads: ReadonlyMap<string, ReadonlyMap<string, LoggedHead>>;
}

/** See `KeptHead` of the archive. */
export interface LoggedHead {
  readonly seq: number;
  /** Hex. */
  readonly chain: string;
  /** When a head of a lower number was signed after it; null: never. */
  readonly wentBackUnixMs: number | null;
}

/** What the recorder tells each hour, as `archive.heads-signed`. */
const headsSignedSchema = z.object({
  volumeId: z.string(),
  heads: z.record(z.string(), z.object({ seq: z.int().min(0), chain: z.string() })),
});

/** @param path of `site.sqlite`. @returns null: there is none yet. @throws Error of SQLite */
export async function checkAuditLog(path: string): Promise<AuditLogCheck | null> {
  if (!existsSync(path)) return null;
  const database = new Kysely<Tables>({
    dialect: createNodeSqliteDialect(new DatabaseSync(path, { readOnly: true })),
  });
  try {
    const sites = await database.selectFrom('audit_entry').select('site_id').distinct().execute();
    let entries = 0;
    const heads = new Map<string, Map<string, LoggedHead>>();
    for (const { site_id } of sites) {
      const checked = await checkSite(new SqlAuditStore(database), site_id, heads);
      entries += checked.entries;
      if (checked.broken !== null) return { entries, broken: checked.broken, heads };
    }
    return { entries, broken: null, heads };
  } finally {
    await database.destroy();
  }
}

async function checkSite(
  store: SqlAuditStore,
  siteId: string,
  heads: Map<string, Map<string, LoggedHead>>,
): Promise<Omit<AuditLogCheck, 'heads'>> {
  let previous = { seq: 0, hash: GENESIS_HASH };
  for (let entries = 0, limit = PAGE; ; ) {
    let page: readonly AuditEntry[];
    try {
      page = await store.read(siteId, previous.seq, limit);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      // A row that is no entry any more: one by one, so that those before it count.
      if (limit === 1) return { entries, broken: { seq: previous.seq + 1, kind: 'content' } };
      limit = 1;
      continue;
    }
    const broken = findBrokenLink(page, previous, sha256Hex);
    entries += page.length;
    for (const entry of page) keepHeads(entry, heads);
    const last = page.at(-1);
    if (broken !== null || last === undefined) return { entries, broken };
    previous = { seq: last.seq, hash: last.hash };
  }
}

/** The furthest of each stream stays: an archive that was rolled back and signed again is told by the number that went back. */
function keepHeads(
  { action, detail, atUnixMs }: AuditEntry,
  heads: Map<string, Map<string, LoggedHead>>,
): void {
  if (action !== 'archive.heads-signed') return;
  const told = headsSignedSchema.safeParse(detail);
  if (!told.success) return;
  const { volumeId } = told.data;
  const ofVolume = heads.get(volumeId) ?? new Map<string, LoggedHead>();
  heads.set(volumeId, ofVolume);
  for (const [stream, head] of Object.entries(told.data.heads)) {
    const furthest = ofVolume.get(stream);
    if (furthest === undefined || head.seq >= furthest.seq)
      ofVolume.set(stream, { ...head, wentBackUnixMs: null });
    else ofVolume.set(stream, { ...furthest, wentBackUnixMs: furthest.wentBackUnixMs ?? atUnixMs });
  }
}
