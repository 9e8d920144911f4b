/**
 * Volumes made by hand for tests of the reading side: any segments, gaps and fragments one likes, without a recorder.
 * Made of the same schema, fragment table and boxes as the real thing.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInitSegment, readFragment, writeFragment } from '@matlang/media/mp4';
import type { Sample, StreamFormat } from '@matlang/media/stream';
import { INDEX_APPLICATION_ID, INDEX_SCHEMA_SQL, INDEX_SCHEMA_VERSION } from '../index/schema.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { encodeFragmentTable, type FragmentEntry } from '../segment/fragment-table.ts';
import { INDEX_FILE, segmentPath } from '../segment/segment-path.ts';

export interface TestSample {
  readonly sample: Sample;
  readonly data: Uint8Array;
}

export interface TestFragment {
  readonly wallStartUnixMs: number;
  readonly samples: readonly TestSample[];
}

export interface TestRun {
  readonly id: number;
  readonly stream: StreamKey;
  readonly format: StreamFormat;
  readonly init: Uint8Array;
}

export class VolumeForTests {
  readonly path: string;
  readonly database: DatabaseSync;
  #runs = 0;
  readonly #nextSeq = new Map<number, number>();
  readonly #syncSeq = new Map<number, number>();

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    rmSync(join(path, INDEX_FILE), { force: true });
    this.database = new DatabaseSync(join(path, INDEX_FILE));
    this.database.exec(`PRAGMA journal_mode=WAL; PRAGMA application_id=${INDEX_APPLICATION_ID};
      PRAGMA user_version=${INDEX_SCHEMA_VERSION}; ${INDEX_SCHEMA_SQL}`);
  }

  streamId(stream: StreamKey): number {
    this.database
      .prepare('INSERT OR IGNORE INTO stream (camera_id, kind) VALUES (?, ?)')
      .run(stream.cameraId, stream.kind);
    const row = this.database
      .prepare('SELECT id FROM stream WHERE camera_id = ? AND kind = ?')
      .get(stream.cameraId, stream.kind);
    return Number(row?.['id']);
  }

  beginRun(stream: StreamKey, format: StreamFormat, startUnixMs: number, reason = 'start'): TestRun {
    const init = createInitSegment({ format, creationUnixMs: startUnixMs, cameraName: 'Cổng chợ' });
    this.#runs += 1;
    const size = format.kind === 'video' ? [format.widthPixels, format.heightPixels] : [null, null];
    this.database
      .prepare('INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        this.#runs,
        this.streamId(stream),
        startUnixMs,
        reason,
        format.codec,
        format.codecString,
        size[0] ?? null,
        size[1] ?? null,
        format.timescale,
        init,
      );
    return { id: this.#runs, stream, format, init };
  }

  /** Writes a segment file and its row; `open` leaves the row as the recorder does while it writes. */
  addSegment(
    run: TestRun,
    fragments: readonly TestFragment[],
    open = false,
  ): { seq: number; file: string; bytes: Uint8Array } {
    const streamId = this.streamId(run.stream);
    const seq = this.#nextSeq.get(streamId) ?? 0;
    this.#nextSeq.set(streamId, seq + 1);
    const written = writeFragments(run, fragments);
    const [first] = written.entries;
    const last = written.entries.at(-1);
    if (first === undefined || last === undefined) throw new TypeError('fragments: none');
    const startUnixMs = first.wallStartUnixMs;
    const lastSync = written.entries.some((entry) => entry.hasSync) ? seq : this.#syncSeq.get(run.id);
    const syncSeq = first.startsOnSync ? seq : (this.#syncSeq.get(run.id) ?? seq);
    this.#syncSeq.set(run.id, lastSync ?? seq);
    const endUnixMs = last.wallStartUnixMs + Math.round((last.durationTicks * 1000) / run.format.timescale);
    const file = join(this.path, segmentPath({ stream: run.stream, startUnixMs, seq }));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, written.bytes);
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO segment (stream_id, seq, run_id, state, start_unix_ms, end_unix_ms, start_ticks, duration_ticks,
          size_bytes, sync_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        streamId,
        seq,
        run.id,
        open ? 0 : 1,
        startUnixMs,
        open ? startUnixMs : endUnixMs,
        first.startTicks,
        open ? 0 : last.startTicks + last.durationTicks - first.startTicks,
        open ? 0 : written.bytes.length,
        syncSeq,
      );
    if (!open) {
      const origin = { startUnixMs, startTicks: first.startTicks };
      this.database
        .prepare('INSERT INTO segment_fragments VALUES (?, ?, ?, ?)')
        .run(
          lastInsertRowid,
          encodeFragmentTable(written.entries, origin),
          new Uint8Array(0),
          new Uint8Array(32),
        );
    }
    return { seq, file, bytes: written.bytes };
  }

  /** After a row was taken back: the number that the next segment gets. */
  setNextSeq(stream: StreamKey, seq: number): void {
    this.#nextSeq.set(this.streamId(stream), seq);
  }

  addGap(stream: StreamKey, startUnixMs: number, endUnixMs: number | null, cause: string): void {
    this.database
      .prepare('INSERT INTO gap (stream_id, start_unix_ms, end_unix_ms, cause) VALUES (?, ?, ?, ?)')
      .run(this.streamId(stream), startUnixMs, endUnixMs, cause);
  }

  addActivity(stream: StreamKey, stepMs: number, startUnixMs: number, values: Uint8Array): void {
    this.database
      .prepare('INSERT INTO activity VALUES (?, ?, ?, ?)')
      .run(this.streamId(stream), stepMs, startUnixMs, values);
  }

  close(): void {
    this.database.close();
  }
}

function writeFragments(
  run: TestRun,
  fragments: readonly TestFragment[],
): { bytes: Uint8Array; entries: FragmentEntry[] } {
  const chunks: Uint8Array[] = [run.init];
  const entries: FragmentEntry[] = [];
  let offsetBytes = run.init.length;
  for (const [at, fragment] of fragments.entries()) {
    const bytes = writeFragment({
      sequenceNumber: at + 1,
      wallStartUnixMs: fragment.wallStartUnixMs,
      samples: fragment.samples.map(({ sample }) => sample),
      data: fragment.samples.map(({ data }) => data),
    });
    const scanned = readFragment(bytes);
    entries.push({
      offsetBytes,
      sizeBytes: bytes.length,
      tableBytes: scanned.tableBytes,
      wallStartUnixMs: fragment.wallStartUnixMs,
      startTicks: scanned.startTicks,
      durationTicks: scanned.durationTicks,
      sampleCount: scanned.samples.length,
      startsOnSync: scanned.samples[0]?.sync === true,
      hasSync: scanned.samples.some((sample) => sample.sync),
    });
    chunks.push(bytes);
    offsetBytes += bytes.length;
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), entries };
}
