/** Spans that the index adds up are those of its rows, one by one, after everything that may happen to an archive. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { INDEX_APPLICATION_ID, INDEX_SCHEMA_VERSION } from '../index/schema.ts';
import { VolumeForTests } from '../reading/volume-for-tests.ts';
import { type ArchiveReader, openArchiveReader } from '../reading.ts';
import { SpanMerger } from './span-merge.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';
const T0 = Date.UTC(2026, 1, 3);
const HOUR_MS = 3_600_000;

/** What a recorder, retention, a person or `check --rebuild` does; numbers choose among what is there. */
const anyChange = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      /** Since the end of the run before; a clock that goes back shows hours twice. */
      sinceMs: fc.oneof(
        fc.integer({ min: -200, max: 40_000 }),
        fc.integer({ min: -4 * HOUR_MS, max: 2 * HOUR_MS }),
      ),
      segments: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 500 })),
      lengthMs: fc.integer({ min: 1_000, max: 75_000 }),
      /** Ticks that never came, before the segment of that number. */
      lostAt: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('flapping' as const), runs: fc.integer({ min: 10, max: 40 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      count: fc.integer({ min: 1, max: 90 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gap' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebuild' as const) }) },
);
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

/** The rows of one stream, changed by plain SQL beside a reader that stays open. */
class ChangedIndex {
  readonly path: string;
  #database: DatabaseSync;
  readonly #streamId: number;
  #seq = 0;
  #run = 0;
  #wallMs = T0;
  #ticks = 0;

  constructor(path: string) {
    this.path = path;
    const volume = new VolumeForTests(path);
    this.#streamId = volume.streamId({ cameraId: CAMERA, kind: 'main' });
    this.#database = volume.database;
  }

  apply(change: Change): void {
    this.#database.exec('BEGIN');
    this.#change(change);
    this.#database.exec('COMMIT');
    if (change.kind === 'rebuild') this.#replaceFile();
  }

  #change(change: Change): void {
    switch (change.kind) {
      case 'run':
        this.#beginRun(change.sinceMs);
        for (let at = 0; at < change.segments; at += 1) {
          if (at === change.lostAt) {
            this.#ticks += 90 * 700;
            this.#wallMs += 700;
          }
          this.#add(change.lengthMs, 1);
        }
        return;
      case 'flapping':
        for (let run = 0; run < change.runs; run += 1) {
          this.#beginRun(run % 3 === 0 ? 100 : 5000);
          this.#add(20_000, 1);
        }
        return;
      case 'open':
        if (this.#run > 0) this.#add(60_000, 0);
        return;
      case 'close':
        this.#database.exec(
          'UPDATE segment SET state = 1, end_unix_ms = start_unix_ms + 60000, duration_ticks = 5400000 WHERE state = 0',
        );
        return;
      case 'delete': {
        const from = Math.floor(change.at * this.#seq);
        this.#database.exec(`DELETE FROM segment WHERE seq >= ${from} AND seq < ${from + change.count}`);
        return;
      }
      case 'gap':
        this.#database.exec(`UPDATE gap SET end_unix_ms = ${this.#wallMs} WHERE end_unix_ms IS NULL;
          INSERT INTO gap (stream_id, start_unix_ms, cause) VALUES (${this.#streamId}, ${this.#wallMs}, 'network')`);
        return;
      case 'rebuild':
        return;
    }
  }

  #beginRun(sinceMs: number): void {
    this.#wallMs = Math.max(T0, this.#wallMs + sinceMs);
    this.#run += 1;
    this.#ticks = 7 * this.#run;
    this.#database.exec(`INSERT INTO run VALUES (${this.#run}, ${this.#streamId}, ${this.#wallMs}, 'start', 'h264',
      'avc1.42c01e', 640, 360, 90000, x'00')`);
  }

  #add(lengthMs: number, state: 0 | 1): void {
    // Wall times are estimates: they move against the ticks.
    const startUnixMs = this.#wallMs + (this.#seq % 7) * 3;
    const [endUnixMs, durationTicks] =
      state === 0 ? [startUnixMs, 0] : [startUnixMs + lengthMs, lengthMs * 90];
    this.#database
      .prepare('INSERT INTO segment VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)')
      .run(this.#streamId, this.#seq, this.#run, state, startUnixMs, endUnixMs, this.#ticks, durationTicks);
    this.#seq += 1;
    this.#wallMs += lengthMs;
    this.#ticks += lengthMs * 90;
  }

  /** Another file under the same name, without its newest rows: what recovery could not find again. */
  #replaceFile(): void {
    const file = join(this.path, 'index.sqlite');
    this.#database.exec(`PRAGMA wal_checkpoint(TRUNCATE); VACUUM INTO '${file}.new'`);
    this.#database.close();
    const rebuilt = new DatabaseSync(`${file}.new`);
    rebuilt.exec(`PRAGMA application_id = ${INDEX_APPLICATION_ID}; PRAGMA user_version = ${INDEX_SCHEMA_VERSION};
      DELETE FROM segment WHERE seq >= ${this.#seq - 3}`);
    rebuilt.close();
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
    renameSync(`${file}.new`, file);
    this.#database = new DatabaseSync(file);
  }

  /** The rule said plainly: all rows that reach into the span, in the order recorded. An open one has no file here. */
  rowByRow(fromUnixMs: number, toUnixMs: number): { start: number; end: number; stream: 'main' }[] {
    const merger = new SpanMerger(fromUnixMs, toUnixMs);
    for (const row of this.#database
      .prepare('SELECT * FROM segment WHERE start_unix_ms < ? AND end_unix_ms > ? AND state = 1 ORDER BY seq')
      .all(toUnixMs, fromUnixMs)) {
      merger.push({
        runKey: Number(row['run_id']),
        startUnixMs: Number(row['start_unix_ms']),
        endUnixMs: Number(row['end_unix_ms']),
        startTicks: Number(row['start_ticks']),
        durationTicks: Number(row['duration_ticks']),
      });
    }
    return merger.spans.map((span) => ({ start: span.startUnixMs, end: span.endUnixMs, stream: 'main' }));
  }

  gaps(fromUnixMs: number, toUnixMs: number): unknown[] {
    return this.#database
      .prepare('SELECT * FROM gap ORDER BY start_unix_ms, id')
      .all()
      .map((row) => ({
        start: Number(row['start_unix_ms']),
        end: row['end_unix_ms'] === null ? null : Number(row['end_unix_ms']),
      }))
      .filter(({ start, end }) => start < toUnixMs && (end === null || end > fromUnixMs))
      .map((gap) => ({ ...gap, stream: 'main', cause: 'network' }));
  }

  close(): void {
    this.#database.close();
  }
}

async function compare(reader: ArchiveReader, index: ChangedIndex, fromUnixMs: number, toUnixMs: number) {
  const { cameras, volumes } = await reader.timeline({
    cameraIds: [CAMERA],
    fromUnixMs,
    toUnixMs,
    maxPoints: 0,
  });
  expect(volumes.map(({ state }) => state)).toEqual(['ready']);
  expect(cameras[0]?.spans).toEqual(index.rowByRow(fromUnixMs, toUnixMs));
  expect(cameras[0]?.gaps).toEqual(index.gaps(fromUnixMs, toUnixMs));
}

it('spans added up are those of the rows after every append, close, deletion, gap and rebuild', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-added-up-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let archives = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChange, { minLength: 2, maxLength: 12 }),
      fc.integer({ min: -1 * HOUR_MS, max: 8 * HOUR_MS }),
      fc.oneof(fc.integer({ min: 1, max: HOUR_MS }), fc.integer({ min: 1, max: 60 * HOUR_MS })),
      async (changes, sinceMs, lengthMs) => {
        archives += 1;
        const index = new ChangedIndex(join(folder, String(archives)));
        const reader = openArchiveReader({ volumes: [{ id: 'one', path: index.path }] });
        try {
          for (const one of changes) {
            index.apply(one);
            await compare(reader, index, T0 + sinceMs, T0 + sinceMs + lengthMs);
          }
        } finally {
          reader.close();
          index.close();
        }
      },
    ),
    { numRuns: 30 },
  );
}, 120_000);
