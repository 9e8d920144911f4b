/** Cameras in SQL. */
import {
  type Camera,
  type CameraStore,
  RECORD_CHOICES,
  type RecordChoice,
  TRANSPORTS,
  type Transport,
} from '@matlang/domain';
import type { Kysely } from 'kysely';
import type { CameraTable, Tables } from './database-tables.ts';
import { oneOf } from './row-value.ts';

/** Over the database or over one transaction. */
export class SqlCameraStore implements CameraStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async list(siteId: string, options: { readonly withRemoved: boolean }): Promise<readonly Camera[]> {
    const all = this.#database.selectFrom('camera').selectAll().where('site_id', '=', siteId).orderBy('id');
    const rows = await (options.withRemoved ? all : all.where('removed_unix_ms', 'is', null)).execute();
    return rows.map(cameraOf);
  }

  async find(siteId: string, id: string): Promise<Camera | null> {
    const row = await this.#database
      .selectFrom('camera')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : cameraOf(row);
  }

  async insert(camera: Camera): Promise<void> {
    await this.#database.insertInto('camera').values(rowOf(camera)).execute();
  }

  /** The same secrets under another key: no change of the camera, so its revision stays. */
  async reseal(
    siteId: string,
    id: string,
    {
      sealedPassword,
      sealedMainUrl,
      sealedSubUrl,
    }: Pick<Camera, 'sealedPassword' | 'sealedMainUrl' | 'sealedSubUrl'>,
  ): Promise<void> {
    await this.#database
      .updateTable('camera')
      .set({
        sealed_password: sealedPassword,
        sealed_main_url: sealedMainUrl,
        sealed_sub_url: sealedSubUrl,
      })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .execute();
  }

  async replace(camera: Camera): Promise<boolean> {
    const { id, site_id, ...values } = rowOf(camera);
    const result = await this.#database
      .updateTable('camera')
      .set(values)
      .where('id', '=', id)
      .where('site_id', '=', site_id)
      .where('revision', '=', camera.revision - 1)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }
}

function cameraOf(row: CameraTable): Camera {
  return {
    id: row.id,
    siteId: row.site_id,
    volumeId: row.volume_id,
    name: row.name,
    enabled: row.enabled !== 0,
    mainUrl: row.main_url,
    subUrl: row.sub_url,
    username: row.username,
    sealedPassword: row.sealed_password,
    sealedMainUrl: row.sealed_main_url,
    sealedSubUrl: row.sealed_sub_url,
    transport: oneOf<Transport>('camera.transport', TRANSPORTS, row.transport),
    record: oneOf<RecordChoice>('camera.record', RECORD_CHOICES, row.record),
    live: { main: row.live_main !== 0, sub: row.live_sub !== 0 },
    audio: { enabled: row.audio_enabled !== 0, reason: row.audio_reason },
    retentionDays: row.retention_days,
    revision: row.revision,
    createdUnixMs: row.created_unix_ms,
    changedUnixMs: row.changed_unix_ms,
    removedUnixMs: row.removed_unix_ms,
  };
}

function rowOf(camera: Camera): CameraTable {
  return {
    id: camera.id,
    site_id: camera.siteId,
    volume_id: camera.volumeId,
    name: camera.name,
    enabled: Number(camera.enabled),
    main_url: camera.mainUrl,
    sub_url: camera.subUrl,
    username: camera.username,
    sealed_password: camera.sealedPassword,
    sealed_main_url: camera.sealedMainUrl,
    sealed_sub_url: camera.sealedSubUrl,
    transport: camera.transport,
    record: camera.record,
    live_main: Number(camera.live.main),
    live_sub: Number(camera.live.sub),
    audio_enabled: Number(camera.audio.enabled),
    audio_reason: camera.audio.reason,
    retention_days: camera.retentionDays,
    revision: camera.revision,
    created_unix_ms: camera.createdUnixMs,
    changed_unix_ms: camera.changedUnixMs,
    removed_unix_ms: camera.removedUnixMs,
  };
}
