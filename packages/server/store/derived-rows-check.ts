/** What follows from the entries of an audit log and is kept beside them, its tree and what pages are found by, held against them. */
import type { Kysely } from 'kysely';
import { AuditSearchCheck, type SearchFault } from './check-audit-log-search.ts';
import { AuditTreeCheck, type TreeFinding } from './check-audit-log-tree.ts';
import type { Tables } from './database-tables.ts';
import type { LinkedEntries } from './linked-entries.ts';
import { SqlAuditTree } from './sql-audit-tree.ts';

/** Of some entries. */
export interface DerivedRowsFinding {
  readonly tree: TreeFinding | null;
  /** Null also where the tree is at fault: it is not looked for then. */
  readonly search: SearchFault | null;
  /** Roots before each entry that says what was signed, by size: nearly all that signatures are of. Hex. */
  readonly roots: ReadonlyMap<number, string>;
}

/** Where rows are held against entries: here, or in a thread of its own. */
export interface DerivedRowsChecker {
  /** To be asked for one site's entries in their order; it may be asked again before it has answered. */
  readonly check: (entries: LinkedEntries) => Promise<DerivedRowsFinding>;
  readonly close: () => Promise<void>;
}

/** Of one site, on the connection that it is given. */
export class DerivedRowsCheck implements DerivedRowsChecker {
  readonly #tree: AuditTreeCheck;
  readonly #search: AuditSearchCheck;
  #answered: Promise<unknown> = Promise.resolve();

  constructor(siteId: string, database: Kysely<Tables>) {
    this.#tree = new AuditTreeCheck(siteId, new SqlAuditTree(database));
    this.#search = new AuditSearchCheck(siteId, database);
  }

  readonly check = async (entries: LinkedEntries): Promise<DerivedRowsFinding> => {
    const answer = this.#answered.then(() => this.#check(entries));
    this.#answered = answer;
    return await answer;
  };

  readonly close = async (): Promise<void> => undefined;

  async #check(entries: LinkedEntries): Promise<DerivedRowsFinding> {
    const { finding, roots } = await this.#tree.check(entries);
    return { tree: finding, search: finding === null ? await this.#search.fault(entries) : null, roots };
  }
}
