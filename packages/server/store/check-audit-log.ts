/** Whether the audit log of a site is the one that was written: read beside a running server, nothing is changed. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type AuditEntry, type BrokenLink, findBrokenLink, GENESIS_HASH } from '@matlang/domain';
import { Kysely } from 'kysely';
import { z } from 'zod';
import { AuditLogSignatures, type SignatureFault, type VerifySignature } from './audit-log-signatures.ts';
import type { Tables } from './database-tables.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { SqlAuditStore, sha256Hex } from './sql-audit-store.ts';

/** Entries in memory at a time. */
const PAGE = 1000;

/** `cut`: the recorder remembers that it signed an entry of that number, and there is none or another one. */
export type AuditLogFault = BrokenLink | SignatureFault | { readonly seq: number; readonly kind: 'cut' };

/** What was found. */
export interface AuditLogCheck {
  readonly entries: number;
  /** The first entry that does not fit; null: the chain holds. */
  readonly broken: AuditLogFault | null;
}

/** A signed head that the log keeps; see `KeptHead` of the archive. */
export interface LoggedHead {
  readonly volumeId: string;
  /** `cameraId/kind`. */
  readonly stream: string;
  readonly seq: number;
  /** Hex. */
  readonly chain: string;
  readonly atUnixMs: number;
}

/** What a log is held against. */
export interface AuditLogCheckOptions {
  /** Of the node's key; without it signatures are not looked at. */
  readonly verify?: VerifySignature;
  /** The furthest place in a site's log that was signed, as the recorder remembers it; its signature was verified. Null: none. */
  readonly remembered?: { readonly siteId: string; readonly seq: number; readonly hash: string } | null;
  readonly onHead?: OnLoggedHead;
}

/** Told of each head that the log keeps, oldest first: there may be millions. */
export type OnLoggedHead = (head: LoggedHead) => void;

/** What the recorder tells each hour, as `archive.heads-signed`. */
const headsSignedSchema = z.object({
  volumeId: z.string(),
  heads: z.record(z.string(), z.object({ seq: z.int().min(0), chain: z.string() })),
});

/** @param path of `site.sqlite`. @returns null: there is none yet. @throws Error of SQLite */
export async function checkAuditLog(
  path: string,
  options: AuditLogCheckOptions = {},
): Promise<AuditLogCheck | null> {
  if (!existsSync(path)) return null;
  const database = new Kysely<Tables>({
    dialect: createNodeSqliteDialect(new DatabaseSync(path, { readOnly: true })),
  });
  try {
    const sites = await database.selectFrom('audit_entry').select('site_id').distinct().execute();
    let entries = 0;
    for (const { site_id } of sites) {
      const checked = await checkSite(new SqlAuditStore(database), site_id, options);
      entries += checked.entries;
      if (checked.broken !== null) return { entries, broken: checked.broken };
    }
    return { entries, broken: await cutFrom(new SqlAuditStore(database), options) };
  } finally {
    await database.destroy();
  }
}

async function cutFrom(
  store: SqlAuditStore,
  { remembered = null }: AuditLogCheckOptions,
): Promise<AuditLogFault | null> {
  if (remembered === null) return null;
  const { siteId, seq, hash } = remembered;
  return (await store.hashAt(siteId, seq)) === hash ? null : { seq, kind: 'cut' };
}

async function checkSite(
  store: SqlAuditStore,
  siteId: string,
  { verify, onHead = () => undefined }: AuditLogCheckOptions,
): Promise<AuditLogCheck> {
  const signatures =
    verify === undefined ? null : new AuditLogSignatures(verify, (seq) => store.hashAt(siteId, seq));
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
    for (const entry of page) tellHeads(entry, onHead);
    const last = page.at(-1);
    if (broken !== null || last === undefined) return { entries, broken };
    for (const entry of page) {
      const fault = (await signatures?.fault(entry)) ?? null;
      if (fault !== null) return { entries, broken: fault };
    }
    previous = { seq: last.seq, hash: last.hash };
  }
}

function tellHeads({ action, detail, atUnixMs }: AuditEntry, onHead: OnLoggedHead): void {
  if (action !== 'archive.heads-signed') return;
  const told = headsSignedSchema.safeParse(detail);
  if (!told.success) return;
  const { volumeId, heads } = told.data;
  for (const [stream, { seq, chain }] of Object.entries(heads))
    onHead({ volumeId, stream, seq, chain, atUnixMs });
}
