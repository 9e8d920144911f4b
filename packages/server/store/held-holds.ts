/** Holds that are in force, for a check of what the archive knows of them: read beside a running server, nothing is changed. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Placed, acknowledged by the recorder, not lifted. */
export interface HeldHold {
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
}

/** As they are at this moment. @param path of `site.sqlite`; none without it. @throws Error of SQLite */
export function readHeldHolds(path: string): readonly HeldHold[] {
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare("SELECT id, camera_id, start_unix_ms, end_unix_ms FROM hold WHERE state = 'held' ORDER BY id")
      .all()
      .map((row) => ({
        id: String(row['id']),
        cameraId: String(row['camera_id']),
        startUnixMs: Number(row['start_unix_ms']),
        endUnixMs: Number(row['end_unix_ms']),
      }));
  } finally {
    database.close();
  }
}
