/** Kysely over node:sqlite. Kysely itself lets one connection be used by one transaction at a time. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { LockPatience } from './lock-patience.ts';

/** Asks again while another process holds the lock; whoever else asks on this connection waits behind it. */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #patience: LockPatience;

  constructor(connection: DatabaseConnection, patience: LockPatience) {
    this.#connection = connection;
    this.#patience = patience;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return await this.#patience.run(() => this.#connection.executeQuery<Row>(query));
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery(query, chunkSize);
  }
}

/** Transactions take the write lock at once: one that reads first and writes later could not wait for another process. */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #patience: LockPatience;
  #connection: Promise<DatabaseConnection> | null = null;

  constructor(database: SqliteDatabase, lockWaitMs: number) {
    super({ database });
    this.#patience = new LockPatience(lockWaitMs);
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= super
      .acquireConnection()
      .then((connection) => new PatientConnection(connection, this.#patience));
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * The dialect for an open database; destroying the Kysely instance closes it.
 * @param lockWaitMs how long another process's lock is waited for
 */
export function createNodeSqliteDialect(database: DatabaseSync, lockWaitMs: number): Dialect {
  return {
    createDriver: () => new ImmediateSqliteDriver(adaptDatabase(database), lockWaitMs),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  };
}

function adaptDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => adaptStatement(database.prepare(sql)),
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(inputValue)),
    run: (parameters) => statement.run(...parameters.map(inputValue)),
    iterate: (parameters) => statement.iterate(...parameters.map(inputValue)),
  };
}

function inputValue(value: unknown): SQLInputValue {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Uint8Array
  ) {
    return value;
  }
  throw new TypeError(`parameter: ${typeof value} can't be kept`);
}
