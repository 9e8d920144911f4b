/** An index that SQLite reads and that says what none can say: recording goes on, and nothing is tried again for ever. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { encodeJournalLine } from '../journal/journal-line.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const DAY_MS = 86_400_000;
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const UNKNOWN = 'spring-cleaning';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-volume-'));
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(150);
  volume.close();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function sql(text: string): void {
  const database = new DatabaseSync(join(root, 'index.sqlite'));
  database.exec(text);
  database.close();
}

/** A minute and a half more, ten days later; what state the volume was in at each tick. */
function recordAgain() {
  const volume = new VolumeHarness({ root, startUnixMs: START + 10 * DAY_MS });
  volume.begin(MAIN);
  volume.record(90);
  const states = volume.reports.flatMap((report) =>
    report.type === 'condition' ? [report.condition.state] : [],
  );
  volume.close();
  // Ten days later the clock is doubted, too.
  const warnings = volume.warnings.filter((text) => !text.startsWith('the clock'));
  return { volume, warnings, failed: states.filter((state) => state !== 'recording').length };
}

const damagedIndexes = () => readdirSync(root).filter((name) => name.includes('.damaged-'));

test('a journal line with a reason that nobody knows stops nothing, and check names it', async () => {
  const stone = {
    type: 'tombstone',
    ...MAIN,
    seq: 900,
    startUnixMs: START,
    endUnixMs: START + 1,
    sizeBytes: 1,
    hash: null,
    reason: UNKNOWN,
    atUnixMs: START,
  };
  const lineOf = (entry: object): Uint8Array => encodeJournalLine(entry as JournalEntry);
  appendFileSync(join(root, 'journal', '2026-11-24'), lineOf(stone));
  const { warnings, failed } = recordAgain();
  expect(failed).toBe(0);
  expect(warnings).toEqual([]);
  expect(damagedIndexes()).toEqual([]);
  const { findings } = await checkArchive({
    volumes: [{ id: 'v1', path: root }],
    deep: false,
    nowUnixMs: START,
  });
  expect(findings.map(({ kind }) => kind)).toContain('journal-damaged');
});

test('an old deletion with such a reason, as an earlier program took it over: compaction stops, recording does not', () => {
  sql(`INSERT INTO tombstone (stream_id, seq, start_unix_ms, end_unix_ms, size_bytes, hash, reason, deleted_unix_ms)
    VALUES (1, 900, ${START}, ${START + 1}, 1, NULL, '${UNKNOWN}', ${START})`);
  const { warnings, failed } = recordAgain();
  expect(failed).toBe(0);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('nothing is compacted');
  expect(damagedIndexes()).toEqual([]);
});

test.each([
  ['a segment in a state that does not exist', 'UPDATE segment SET state = 7 WHERE seq = 0'],
  ['a gap of a cause that does not exist', `UPDATE gap SET cause = '${UNKNOWN}'`],
])('%s: the index is put aside once, and recording goes on', (_, change) => {
  sql(change);
  const { volume, failed } = recordAgain();
  // Until the next attempt, 3 s.
  expect(failed).toBeLessThanOrEqual(7);
  expect(volume.condition).toMatchObject({ state: 'recording' });
  expect(volume.warnings.join()).toContain('put aside');
  expect(damagedIndexes()).toHaveLength(1);
});
