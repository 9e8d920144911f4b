/** Statements prepared once for each text: preparing costs more than running most of them. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Row } from './row-mapping.ts';

/** Belongs to one connection; must not be used after it closes. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** All rows. `sql` is a constant text: the cache has no bound but their number. */
  all<T>(map: (row: Row) => T, sql: string, ...values: readonly SQLInputValue[]): T[] {
    return this.#statement(sql)
      .all(...values)
      .map(map);
  }

  /** The first row, or null. */
  first<T>(map: (row: Row) => T, sql: string, ...values: readonly SQLInputValue[]): T | null {
    const row = this.#statement(sql).get(...values);
    return row === undefined ? null : map(row);
  }

  /** Returns the number of rows changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** Runs an INSERT; returns the new row's id. */
  insert(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
