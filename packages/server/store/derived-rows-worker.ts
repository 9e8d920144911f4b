/** The thread that holds what is kept beside an audit log against its entries, which another one reads. */
import { DatabaseSync } from 'node:sqlite';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';
import { DerivedRowsCheck } from './derived-rows-check.ts';
import type { DerivedRowsThreadData } from './derived-rows-thread.ts';
import type { LinkedEntries } from './linked-entries.ts';
import { createNodeSqliteDialect } from './node-sqlite-dialect.ts';

function serve(port: MessagePort, { path, siteId, lockWaitMs }: DerivedRowsThreadData): void {
  const file = new DatabaseSync(path, { readOnly: true });
  const database = new Kysely<Tables>({ dialect: createNodeSqliteDialect(file, lockWaitMs) });
  const rows = new DerivedRowsCheck(siteId, database);
  // A failure ends the thread, and with it each question.
  port.on('message', async (entries: LinkedEntries) => port.postMessage(await rows.check(entries), []));
}

if (parentPort !== null) {
  // Only `derived-rows-thread.ts` starts this thread: its data is what that wrote.
  const data: DerivedRowsThreadData = workerData;
  serve(parentPort, data);
}
