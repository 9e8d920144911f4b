/**
 * An audit log against heads that somebody kept elsewhere, beside all that check-audit-log.ts looks at: who has the site's key can make a log
 * anew with everything, but not the head that an auditor took home before.
 */
import {
  type AuditConsistencyProof,
  type AuditEntry,
  type AuditTreeHead,
  provingAuditGrowth,
  runDigestSteps,
} from '@matlang/domain';
import type { Kysely } from 'kysely';
import { sha256 } from './audit-digests.ts';
import {
  type AuditLogCheck,
  type AuditLogCheckOptions,
  checkLogs,
  hasAuditTree,
  type KeptAuditHead,
  readLogFile,
} from './check-audit-log.ts';
import type { Tables } from './database-tables.ts';
import { newestAuditHead, type SignedAuditHead } from './newest-audit-head.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { AuditTreeError } from './sql-audit-tree.ts';

/**
 * `holds`: the log is what it was then, with entries behind it; `differs`: entries of then were altered or removed; `cut`: there are fewer
 * entries than then; `other-site`: it is the head of another log; `undecided`: the log is broken before that place.
 */
export type KeptHeadState = 'holds' | 'differs' | 'cut' | 'other-site' | 'undecided';

/** What became of a kept head. */
export interface KeptHeadCheck {
  readonly state: KeptHeadState;
  /** To the log as it is, where it holds: anybody can follow it with both heads. */
  readonly proof: AuditConsistencyProof | null;
}

/** What was found. */
export interface AuditLogVerification extends AuditLogCheck {
  readonly siteId: string;
  readonly siteName: string;
  /** The log as it is; null: it is empty or broken. */
  readonly head: AuditTreeHead | null;
  /** The newest signature with a root, as the log says; null: there is none. */
  readonly signed: SignedAuditHead | null;
  /** What stands at the place that is broken now; null: nothing readable, or nothing is broken. */
  readonly brokenEntry: Pick<AuditEntry, 'atUnixMs' | 'actor' | 'action'> | null;
  /** In the order of `kept`. */
  readonly kept: readonly KeptHeadCheck[];
}

/** What it is held against; signatures of `kept` were verified. */
export interface AuditLogVerificationOptions extends AuditLogCheckOptions {
  readonly kept: readonly Required<KeptAuditHead>[];
}

/** Beside a running server; nothing is changed. @param path of `site.sqlite`. @returns null: there is no log. @throws Error of SQLite */
export async function verifyAuditLog(
  path: string,
  options: AuditLogVerificationOptions,
): Promise<AuditLogVerification | null> {
  return await readLogFile(path, async (log) => {
    const { database } = log;
    const site = await database.selectFrom('site').select(['id', 'name']).executeTakeFirst();
    if (site === undefined) return null;
    const check = await checkLogs(log, options);
    const found = new Found(database, site.id, check);
    const head = await found.head();
    return {
      ...check,
      siteId: site.id,
      siteName: site.name,
      head,
      signed: await newestAuditHead(new SqlAuditStore(database), site.id),
      brokenEntry: await found.brokenEntry(),
      kept: await Promise.all(options.kept.map((kept) => found.keptHead(kept, head))),
    };
  });
}

/** The newest signed head of the site in the file; null: there is no log, or none of its signatures has a root. @throws as above */
export async function readNewestAuditHead(path: string): Promise<{
  readonly siteId: string;
  readonly siteName: string;
  readonly signed: SignedAuditHead;
  /** What the log itself has at that place. */
  readonly log: { readonly hash: string | null; readonly root: string | null };
} | null> {
  return await readLogFile(path, async ({ database }) => {
    const site = await database.selectFrom('site').select(['id', 'name']).executeTakeFirst();
    if (site === undefined || !(await hasAuditTree(database))) return null;
    const store = new SqlAuditStore(database);
    const signed = await newestAuditHead(store, site.id);
    if (signed === null) return null;
    const hash = await store.hashAt(site.id, signed.seq);
    const root = hash === null ? null : await rootOf(store, site.id, signed.seq);
    return { siteId: site.id, siteName: site.name, signed, log: { hash, root } };
  });
}

/** Null: rows of the tree are missing. */
async function rootOf(store: SqlAuditStore, siteId: string, size: number): Promise<string | null> {
  try {
    return await store.rootAt(siteId, size);
  } catch (error) {
    if (error instanceof AuditTreeError) return null;
    throw error;
  }
}

/** Looks up what belongs to a check that is done. */
class Found {
  readonly #database: Kysely<Tables>;
  readonly #store: SqlAuditStore;
  readonly #siteId: string;
  readonly #check: AuditLogCheck;

  constructor(database: Kysely<Tables>, siteId: string, check: AuditLogCheck) {
    this.#database = database;
    this.#store = new SqlAuditStore(database);
    this.#siteId = siteId;
    this.#check = check;
  }

  /** Of a log that is whole its rows say the root: each was held against the entries. */
  async head(): Promise<AuditTreeHead | null> {
    const isWhole = this.#check.broken === null || this.#check.broken.kind === 'search';
    return isWhole && (await hasAuditTree(this.#database)) ? await this.#store.head(this.#siteId) : null;
  }

  async brokenEntry(): Promise<AuditLogVerification['brokenEntry']> {
    const { broken } = this.#check;
    if (broken === null) return null;
    const row = await this.#database
      .selectFrom('audit_entry')
      .select(['at_unix_ms', 'actor', 'action'])
      .where('site_id', '=', this.#siteId)
      .where('seq', '=', broken.seq)
      .executeTakeFirst();
    return row === undefined ? null : { atUnixMs: row.at_unix_ms, actor: row.actor, action: row.action };
  }

  async keptHead(
    { siteId, seq, hash, root }: Required<KeptAuditHead>,
    head: AuditTreeHead | null,
  ): Promise<KeptHeadCheck> {
    const without = (state: KeptHeadState): KeptHeadCheck => ({ state, proof: null });
    if (siteId !== this.#siteId) return without('other-site');
    const there = await this.#store.hashAt(siteId, seq);
    if (there === null) {
      const newest = await this.#store.newest(siteId);
      return without((newest?.seq ?? 0) < seq ? 'cut' : 'differs');
    }
    if (there !== hash) return without('differs');
    if (head === null) return without('undecided');
    const proof = await this.#store.consistencyProof(siteId, seq, head.size);
    const holds =
      proof !== null && runDigestSteps(provingAuditGrowth({ size: seq, root }, head, proof), sha256);
    return holds ? { state: 'holds', proof } : without('differs');
  }
}
