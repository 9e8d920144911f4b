/** Segments without files, for tests of what is read from the index alone: as many as one likes, in a second. */
import { encodeFragmentTable, type FragmentEntry } from '../segment/fragment-table.ts';
import type { TestRun, VolumeForTests } from './volume-for-tests.ts';

const FRAGMENT_BYTES = 500;

/** A run's segments, each of `fragments` that hold one key frame each and last `fragmentMs`; the first begins at `startUnixMs`. */
export function addRows(
  volume: VolumeForTests,
  run: TestRun,
  rows: {
    readonly startUnixMs: number;
    readonly segments: number;
    readonly fragments: number;
    readonly fragmentMs: number;
  },
): void {
  const { startUnixMs, segments, fragments, fragmentMs } = rows;
  const { timescale } = run.format;
  const fragmentTicks = (fragmentMs * timescale) / 1000;
  const entries = Array.from(
    { length: fragments },
    (_, at): FragmentEntry => ({
      offsetBytes: run.init.length + at * FRAGMENT_BYTES,
      sizeBytes: FRAGMENT_BYTES,
      tableBytes: 136,
      wallStartUnixMs: at * fragmentMs,
      startTicks: at * fragmentTicks,
      durationTicks: fragmentTicks,
      sampleCount: 1,
      startsOnSync: true,
      hasSync: true,
    }),
  );
  const table = encodeFragmentTable(entries, { startUnixMs: 0, startTicks: 0 });
  const { database } = volume;
  const insertSegment = database.prepare('INSERT INTO segment VALUES (NULL, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)');
  const insertTable = database.prepare('INSERT INTO segment_fragments VALUES (?, ?, ?, ?)');
  const streamId = volume.streamId(run.stream);
  database.exec('BEGIN');
  for (let seq = 0; seq < segments; seq += 1) {
    const start = startUnixMs + seq * fragments * fragmentMs;
    const { lastInsertRowid } = insertSegment.run(
      streamId,
      seq,
      run.id,
      start,
      start + fragments * fragmentMs,
      seq * fragments * fragmentTicks,
      fragments * fragmentTicks,
      run.init.length + fragments * FRAGMENT_BYTES,
      seq,
    );
    insertTable.run(lastInsertRowid, table, new Uint8Array(0), new Uint8Array(32));
  }
  database.exec('COMMIT');
}
