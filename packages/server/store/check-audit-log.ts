/** Whether the audit log of a site is the one that was written: read beside a running server, nothing is changed. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  type AuditEntry,
  type BrokenLink,
  findBrokenLink,
  GENESIS_HASH,
  type KeptEntry,
} from '@matlang/domain';
import { Kysely, sql } from 'kysely';
import { z } from 'zod';
import { sha256Hex } from './audit-digests.ts';
import { AuditLogReader } from './audit-log-reader.ts';
import { AuditLogSignatures, type SignatureFault, type VerifySignature } from './audit-log-signatures.ts';
import { AuditSearchCheck, type SearchFault } from './check-audit-log-search.ts';
import type { SubtreeFault } from './check-audit-log-tree.ts';
import type { Tables } from './database-tables.ts';
import { DerivedRowsCheck, type DerivedRowsChecker, type DerivedRowsFinding } from './derived-rows-check.ts';
import { DerivedRowsThread } from './derived-rows-thread.ts';
import { linkedEntriesOf } from './linked-entries.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { AuditRowError } from './sql-audit-rows.ts';
import { SqlAuditStore } from './sql-audit-store.ts';
import { SqlAuditTree } from './sql-audit-tree.ts';

/** Entries that are read at a time. */
const PAGE = 1000;
/** So many pages are read ahead of what is told of the rows beside them. */
const PAGES_AHEAD = 4;
/** A thread of its own takes longer to start than the rows of a smaller log to be looked at. */
const THREAD_FROM_ENTRIES = 50_000;
/** A server that starts may hold the lock for a moment. */
const LOCK_WAIT_MS = 1000;

/** `cut`: there was an entry of that number, by what the recorder remembers to have signed or by what stands beside the log. */
export interface CutFault {
  readonly seq: number;
  readonly kind: 'cut';
}

/** Where a log is not what was written. */
export type AuditLogFault = BrokenLink | SignatureFault | SubtreeFault | SearchFault | CutFault;

/** What was found. */
export interface AuditLogCheck {
  readonly entries: number;
  /** The first entry that does not fit; null: the chain holds. */
  readonly broken: AuditLogFault | null;
  /**
   * Up to there the node's signature covers it, in the site that is broken or the last one: what was altered with a new chain and a new tree
   * was altered behind it. 0: no signature was looked at, or there is none.
   */
  readonly provenSeq: number;
}

/** A place in a site's log that was signed. */
export interface KeptAuditHead {
  readonly siteId: string;
  readonly seq: number;
  readonly hash: string;
  /** Since there is a tree. */
  readonly root?: string;
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
  readonly remembered?: KeptAuditHead | null;
  readonly onHead?: OnLoggedHead;
  /** Told after each page: entries that were read, and how many there are. */
  readonly onProgress?: (doneEntries: number, entries: number) => void;
  /** From so many entries on the rows beside them are looked at in a thread of its own; for tests. */
  readonly threadFromEntries?: number;
}

/** Told of each head that the log keeps, oldest first: there may be millions. */
export type OnLoggedHead = (head: LoggedHead) => void;

/** What the recorder tells each hour, as `archive.heads-signed`. */
const headsSignedSchema = z.object({
  volumeId: z.string(),
  heads: z.record(z.string(), z.object({ seq: z.int().min(0), chain: z.string() })),
});

/** The schema that brought the tree. */
const TREE_SCHEMA = 5;

/** @param path of `site.sqlite`. @returns null: there is none yet. @throws Error of SQLite */
export async function checkAuditLog(
  path: string,
  options: AuditLogCheckOptions = {},
): Promise<AuditLogCheck | null> {
  return await readLogFile(path, (log) => checkLogs(log, options));
}

/** A database whose transaction has begun, and the connection below it. */
export interface OpenLog {
  readonly database: Kysely<Tables>;
  readonly file: DatabaseSync;
}

/**
 * Reads the file as one state, whatever a running server appends meanwhile. @param path of `site.sqlite`. @returns null: there is none yet
 * @throws Error of SQLite
 */
export async function readLogFile<Result>(
  path: string,
  read: (log: OpenLog) => Promise<Result>,
): Promise<Result | null> {
  if (!existsSync(path)) return null;
  const file = new DatabaseSync(path, { readOnly: true });
  const database = new Kysely<Tables>({ dialect: createNodeSqliteDialect(file, LOCK_WAIT_MS) });
  try {
    file.exec('BEGIN');
    return await read({ database, file });
  } finally {
    await database.destroy();
  }
}

/** Within `readLogFile`. */
export async function checkLogs(log: OpenLog, options: AuditLogCheckOptions): Promise<AuditLogCheck> {
  const { database } = log;
  const hasTree = await hasAuditTree(database);
  let entries = 0;
  let provenSeq = 0;
  for (const siteId of await sitesOf(database)) {
    const checked = await new SiteLogCheck(log, siteId, hasTree, options).run();
    entries += checked.entries;
    ({ provenSeq } = checked);
    if (checked.broken !== null) return { entries, broken: checked.broken, provenSeq };
  }
  return { entries, broken: await cutFrom(database, hasTree, options), provenSeq };
}

/** Not before the server's first start with a program that knows of trees. */
export async function hasAuditTree(database: Kysely<Tables>): Promise<boolean> {
  return (await schemaOf(database)) >= TREE_SCHEMA;
}

async function schemaOf(database: Kysely<Tables>): Promise<number> {
  const { version } = await database
    .selectFrom('schema_version')
    .select(sql<number>`coalesce(max(version), 0)`.as('version'))
    .executeTakeFirstOrThrow();
  return version;
}

/** Also those of which nothing but entries is left. */
async function sitesOf(database: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('site')
    .select('id')
    .union(database.selectFrom('audit_entry').select('site_id as id'))
    .execute();
  return rows.map(({ id }) => id);
}

async function cutFrom(
  database: Kysely<Tables>,
  hasTree: boolean,
  { remembered = null }: AuditLogCheckOptions,
): Promise<AuditLogFault | null> {
  if (remembered === null) return null;
  const { siteId, seq, hash, root } = remembered;
  const store = new SqlAuditStore(database);
  if ((await store.hashAt(siteId, seq)) !== hash) {
    const newest = await store.newest(siteId);
    return { seq: Math.min(seq, (newest?.seq ?? 0) + 1), kind: 'cut' };
  }
  if (root === undefined || !hasTree) return null;
  return (await store.rootAt(siteId, seq)) === root ? null : { seq, kind: 'root' };
}

/** A page that was read, and what is not told yet of the rows beside it. */
interface PendingPage {
  readonly entries: readonly KeptEntry[];
  /** Those whose chain holds. */
  readonly linked: readonly KeptEntry[];
  readonly link: BrokenLink | null;
  readonly rows: Promise<DerivedRowsFinding> | null;
}

/** One site's log, read once from its beginning. */
class SiteLogCheck {
  readonly #siteId: string;
  readonly #store: SqlAuditStore;
  readonly #reader: AuditLogReader;
  readonly #onHead: OnLoggedHead;
  readonly #onProgress: NonNullable<AuditLogCheckOptions['onProgress']>;
  readonly #signatures: AuditLogSignatures | null;
  readonly #derived: { readonly tree: SqlAuditTree; readonly search: AuditSearchCheck } | null;
  readonly #startRows: (entries: number) => DerivedRowsChecker | null;
  /** Of the page whose signatures are looked at. */
  #roots: DerivedRowsFinding['roots'] = new Map();
  #entries = 0;

  constructor(
    { database, file }: OpenLog,
    siteId: string,
    hasTree: boolean,
    {
      verify,
      onHead = () => undefined,
      onProgress = () => undefined,
      threadFromEntries = THREAD_FROM_ENTRIES,
    }: AuditLogCheckOptions,
  ) {
    this.#siteId = siteId;
    this.#store = new SqlAuditStore(database);
    this.#reader = new AuditLogReader(file, siteId);
    this.#onHead = onHead;
    this.#onProgress = onProgress;
    const tree = new SqlAuditTree(database);
    this.#derived = hasTree ? { tree, search: new AuditSearchCheck(siteId, database) } : null;
    const path = file.location();
    this.#startRows = (entries) => {
      if (!hasTree) return null;
      return path === null || entries < threadFromEntries
        ? new DerivedRowsCheck(siteId, database)
        : new DerivedRowsThread({ path, siteId, lockWaitMs: LOCK_WAIT_MS });
    };
    const places = {
      hashAt: (seq: number) => this.#store.hashAt(siteId, seq),
      rootAt: async (size: number) =>
        hasTree ? (this.#roots.get(size) ?? (await tree.rootAt(siteId, size))) : null,
    };
    this.#signatures = verify === undefined ? null : new AuditLogSignatures(verify, places);
  }

  async run(): Promise<AuditLogCheck> {
    const newestSeq = (await this.#store.newest(this.#siteId))?.seq ?? 0;
    const rows = this.#startRows(newestSeq);
    try {
      const broken = (await this.#readAll(rows, newestSeq)) ?? (await this.#beyond());
      return { entries: this.#entries, broken, provenSeq: this.#signatures?.provenSeq ?? 0 };
    } finally {
      await rows?.close();
    }
  }

  /** Pages are read while the rows beside the ones before are looked at. */
  async #readAll(rows: DerivedRowsChecker | null, newestSeq: number): Promise<AuditLogFault | null> {
    const pending: PendingPage[] = [];
    for (const page of this.#pages(rows)) {
      pending.push(page);
      // Whoever waits for it later is told; nobody has to be there yet.
      page.rows?.catch(() => undefined);
      const [oldest] = pending;
      if (pending.length <= PAGES_AHEAD || oldest === undefined) continue;
      pending.shift();
      const fault = await this.#faultOf(oldest, newestSeq);
      if (fault !== null) return fault;
    }
    for (const page of pending) {
      const fault = await this.#faultOf(page, newestSeq);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** Up to the end, or to the one at which the chain breaks. */
  *#pages(rows: DerivedRowsChecker | null): Generator<PendingPage, void> {
    let previous = { seq: 0, hash: GENESIS_HASH };
    let link: BrokenLink | null = null;
    for (let limit = PAGE; link === null; ) {
      let entries: readonly KeptEntry[];
      try {
        entries = this.#reader.read(previous.seq, limit);
      } catch (error) {
        if (!(error instanceof AuditRowError)) throw error;
        // A row that is no entry any more: one by one, so that those before it count.
        if (limit > 1) {
          limit = 1;
          continue;
        }
        entries = [];
        link = { seq: previous.seq + 1, kind: 'content' };
      }
      link ??= findBrokenLink(entries, previous, sha256Hex);
      const end = link?.seq;
      const linked =
        link === null
          ? entries
          : entries.slice(
              0,
              entries.findIndex(({ seq }) => seq === end),
            );
      const last = entries.at(-1);
      if (last === undefined && link === null) break;
      const asked = linked.length === 0 ? null : (rows?.check(linkedEntriesOf(linked)) ?? null);
      yield { entries, linked, link, rows: asked };
      previous = { seq: last?.seq ?? 0, hash: last?.hash ?? '' };
    }
  }

  /** What comes first in the log is said: behind it nothing is sure. */
  async #faultOf(page: PendingPage, newestSeq: number): Promise<AuditLogFault | null> {
    this.#entries += page.entries.length;
    for (const entry of page.entries) tellHeads(entry, this.#onHead);
    const { tree = null, search = null, roots = new Map<number, string>() } = (await page.rows) ?? {};
    this.#roots = roots;
    for (const entry of page.linked) {
      if (entry.seq === tree?.atSeq) break;
      const fault = (await this.#signatures?.fault(entry)) ?? null;
      if (fault !== null) return fault;
    }
    const fault = tree?.fault ?? page.link ?? search;
    if (fault === null) this.#onProgress(this.#entries, newestSeq);
    return fault;
  }

  /** Rows of entries that are not there. */
  async #beyond(): Promise<CutFault | null> {
    const reaches =
      (await this.#derived?.tree.reachesBeyond(this.#siteId, this.#entries)) === true ||
      (await this.#derived?.search.reachesBeyond(this.#entries)) === true;
    return reaches ? { seq: this.#entries + 1, kind: 'cut' } : null;
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
