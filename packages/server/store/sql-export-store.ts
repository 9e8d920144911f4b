/** Exports in SQL. Their plans are files: see jobs/. */
import { EXPORT_STATES, type ExportJob, type ExportState, type ExportStore } from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { ExportTable, Tables } from './database-tables.ts';
import { oneOf } from './row-value.ts';

const span = { startUnixMs: z.number(), endUnixMs: z.number() };
const cameraIdsSchema = z.array(z.string());
const filesSchema = z.array(
  z.strictObject({
    cameraId: z.string(),
    fileName: z.string(),
    sizeBytes: z.number(),
    etag: z.string(),
    spans: z.array(z.strictObject({ ...span, movieStartMs: z.number(), hiddenPreRollMs: z.number() })),
    // Exports made before causes were kept have none.
    gaps: z.array(z.strictObject({ ...span, cause: z.string().nullable().default(null) })),
  }),
);

/** Over the database or over one transaction. */
export class SqlExportStore implements ExportStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(siteId: string, limit: number, beforeId?: string): Promise<readonly ExportJob[]> {
    const newest = this.#database
      .selectFrom('export_job')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .limit(limit);
    const rows = await (beforeId === undefined ? newest : newest.where('id', '<', beforeId)).execute();
    return rows.map(exportOf);
  }

  async find(siteId: string, id: string): Promise<ExportJob | null> {
    const row = await this.#database
      .selectFrom('export_job')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : exportOf(row);
  }

  async insert(job: ExportJob): Promise<void> {
    await this.#database
      .insertInto('export_job')
      .values({
        id: job.id,
        site_id: job.siteId,
        camera_ids: JSON.stringify(job.cameraIds),
        start_unix_ms: job.startUnixMs,
        end_unix_ms: job.endUnixMs,
        stream: job.stream,
        with_audio: Number(job.withAudio),
        purpose: job.purpose,
        requested_by: job.requestedBy,
        state: job.state,
        created_unix_ms: job.createdUnixMs,
        expires_unix_ms: job.expiresUnixMs,
        total_bytes: job.totalBytes,
        files: JSON.stringify(job.files),
        failure: job.failure,
      })
      .execute();
  }

  async setState(
    siteId: string,
    id: string,
    state: ExportState,
    failure: string | null = null,
  ): Promise<void> {
    await this.#database
      .updateTable('export_job')
      .set({ state, failure })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async complete(
    siteId: string,
    id: string,
    files: ExportJob['files'],
    totalBytes: number,
  ): Promise<boolean> {
    const result = await this.#database
      .updateTable('export_job')
      .set({ state: 'ready', files: JSON.stringify(files), total_bytes: totalBytes })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('state', '=', 'preparing')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  async countOpen(siteId: string): Promise<number> {
    const { count } = await this.#database
      .selectFrom('export_job')
      .select((expression) => expression.fn.countAll<number>().as('count'))
      .where('site_id', '=', siteId)
      .where('state', 'in', ['preparing', 'ready'])
      .executeTakeFirstOrThrow();
    return count;
  }

  async listPreparing(siteId: string): Promise<readonly ExportJob[]> {
    return await this.#listIn(siteId, 'preparing');
  }

  async listReady(siteId: string): Promise<readonly ExportJob[]> {
    return await this.#listIn(siteId, 'ready');
  }

  async #listIn(siteId: string, state: ExportState): Promise<readonly ExportJob[]> {
    const rows = await this.#database
      .selectFrom('export_job')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('state', '=', state)
      .orderBy('id')
      .execute();
    return rows.map(exportOf);
  }

  async listExpired(siteId: string, nowUnixMs: number): Promise<readonly ExportJob[]> {
    const rows = await this.#database
      .selectFrom('export_job')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('state', '=', 'ready')
      .where('expires_unix_ms', '<=', nowUnixMs)
      .execute();
    return rows.map(exportOf);
  }
}

function exportOf(row: ExportTable): ExportJob {
  return {
    id: row.id,
    siteId: row.site_id,
    cameraIds: cameraIdsSchema.parse(JSON.parse(row.camera_ids)),
    startUnixMs: row.start_unix_ms,
    endUnixMs: row.end_unix_ms,
    stream: oneOf('export_job.stream', ['main', 'sub'] as const, row.stream),
    withAudio: row.with_audio !== 0,
    purpose: row.purpose,
    requestedBy: row.requested_by,
    state: oneOf<ExportState>('export_job.state', EXPORT_STATES, row.state),
    createdUnixMs: row.created_unix_ms,
    expiresUnixMs: row.expires_unix_ms,
    totalBytes: row.total_bytes,
    files: filesSchema.parse(JSON.parse(row.files)),
    failure: row.failure,
  };
}
