/**
 * A data folder as the first released program left it: schema 1, written by its own SQL and with its own texts, none of them taken from
 * today's code. What was seen, held, exported and logged then is seen through the API of today.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const OLD_SITE = '01990000-0000-7000-8000-000000000000';
export const OLD_CAMERAS = [
  '01990000-0000-7000-8000-000000000001',
  '01990000-0000-7000-8000-000000000002',
] as const;
export const OLD_HOLD = '01990000-0000-7000-8000-000000000003';
export const OLD_EXPORT = '01990000-0000-7000-8000-000000000004';
export const OLD_ENTRIES = 40;
/** As the address of the first camera bears it, in clear: that was sealed later. */
export const OLD_ADDRESS_SECRET = 'tlJwpbo6';

const SCHEMA_1 = `
  CREATE TABLE "schema_version" ("version" integer primary key, "name" text not null, "applied_unix_ms" bigint not null);
  CREATE TABLE "site" ("id" text primary key, "name" text not null, "created_unix_ms" bigint not null, "configuration_revision" bigint not null);
  CREATE TABLE "volume" ("id" text not null, "site_id" text not null references "site" ("id"), "path" text not null, constraint "volume_key" primary key ("site_id", "id"));
  CREATE TABLE "camera" ("id" text primary key, "site_id" text not null references "site" ("id"), "volume_id" text not null, "name" text not null, "enabled" integer not null, "main_url" text not null, "sub_url" text, "username" text, "sealed_password" text, "transport" text not null, "record" text not null, "live_main" integer not null, "live_sub" integer not null, "audio_enabled" integer not null, "audio_reason" text, "retention_days" integer not null, "revision" bigint not null, "created_unix_ms" bigint not null, "changed_unix_ms" bigint not null, "removed_unix_ms" bigint);
  CREATE INDEX "camera_of_site" on "camera" ("site_id", "id");
  CREATE TABLE "hold" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_id" text not null, "start_unix_ms" bigint not null, "end_unix_ms" bigint not null, "reason" text not null, "owner" text not null, "review_unix_ms" bigint not null, "state" text not null, "created_unix_ms" bigint not null, "lifted_unix_ms" bigint);
  CREATE INDEX "hold_of_site" on "hold" ("site_id", "state", "id");
  CREATE TABLE "export_job" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_ids" text not null, "start_unix_ms" bigint not null, "end_unix_ms" bigint not null, "stream" text not null, "with_audio" integer not null, "purpose" text not null, "requested_by" text not null, "state" text not null, "created_unix_ms" bigint not null, "expires_unix_ms" bigint not null, "total_bytes" bigint not null, "files" text not null);
  CREATE INDEX "export_of_site" on "export_job" ("site_id", "state", "id");
  CREATE TABLE "footage_deletion" ("id" text primary key, "site_id" text not null references "site" ("id"), "camera_id" text not null, "reason" text not null, "requested_by" text not null, "created_unix_ms" bigint not null, "done_unix_ms" bigint, "deleted_bytes" bigint, "held_bytes" bigint);
  CREATE TABLE "audit_entry" ("site_id" text not null references "site" ("id"), "seq" bigint not null, "at_unix_ms" bigint not null, "actor" text not null, "address" text, "action" text not null, "subject_id" text not null, "detail" text not null, "previous_hash" text not null, "hash" text not null, constraint "audit_entry_key" primary key ("site_id", "seq"));
  INSERT INTO schema_version VALUES (1, 'site', 1);
  INSERT INTO site VALUES ('${OLD_SITE}', 'Xã Tân Lập', 1, 3);
  INSERT INTO volume VALUES ('default', '${OLD_SITE}', 'archive');
`;

/** @param nowUnixMs of the hold and the export */
export function writeOldDatabase(dataDirectory: string, nowUnixMs: number): string {
  const path = join(dataDirectory, 'site.sqlite');
  const file = new DatabaseSync(path);
  file.exec(`PRAGMA journal_mode = WAL; ${SCHEMA_1} BEGIN`);
  const [first, second] = OLD_CAMERAS;
  const camera = file.prepare(
    `INSERT INTO camera VALUES (?, '${OLD_SITE}', 'default', ?, 1, ?, null, null, null, 'tcp', 'main', 1, 0, 0, null, 30, 1, 1, 1, ?)`,
  );
  camera.run(first, 'Cổng chợ', `rtsp://10.0.0.5/1?password=${OLD_ADDRESS_SECRET}`, null);
  camera.run(second, 'Cầu cũ', 'rtsp://10.0.0.6/1', nowUnixMs - 1000);
  file
    .prepare(`INSERT INTO hold VALUES (?, '${OLD_SITE}', ?, ?, ?, 'mất xe máy', 'local', ?, 'held', ?, null)`)
    .run(OLD_HOLD, first, nowUnixMs - 60_000, nowUnixMs - 30_000, nowUnixMs + 86_400_000, nowUnixMs - 1000);
  file
    .prepare(
      `INSERT INTO export_job VALUES (?, '${OLD_SITE}', ?, ?, ?, 'main', 0, 'unstated', 'local', 'expired', ?, ?, 0, '[]')`,
    )
    .run(
      OLD_EXPORT,
      JSON.stringify([first]),
      nowUnixMs - 60_000,
      nowUnixMs - 30_000,
      nowUnixMs - 9000,
      nowUnixMs,
    );
  const insert = file.prepare('INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let previous = '0'.repeat(64);
  for (let seq = 1; seq <= OLD_ENTRIES; seq += 1) {
    const detail = { cameraId: seq % 2 === 0 ? first : second, note: 'cổng số 1' };
    const content = [1, previous, seq, OLD_SITE, 5 * seq, 'local', null, 'camera.changed', `b${seq}`, detail];
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    insert.run(
      OLD_SITE,
      seq,
      5 * seq,
      'local',
      null,
      'camera.changed',
      `b${seq}`,
      JSON.stringify(detail),
      previous,
      hash,
    );
    previous = hash;
  }
  file.exec('COMMIT');
  file.close();
  return path;
}
