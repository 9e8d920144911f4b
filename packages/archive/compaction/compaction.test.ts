import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { RecordedDays } from './days-for-tests.ts';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const MAIN: StreamKey = { cameraId: 'camera-1', kind: 'main' };
const SUB: StreamKey = { cameraId: 'camera-2', kind: 'sub' };
const temporary = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-compaction-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function newVolume(name: string, segmentsADay: number): { root: string; volume: RecordedDays } {
  const root = mkdtempSync(join(temporary, `${name}-`));
  const volume = new RecordedDays({
    storage: new NodeStorage(),
    root,
    startUnixMs: START,
    streams: [MAIN, SUB],
    retentionDays: 5,
    segmentsADay,
  });
  return { root, volume };
}

function journalBytes(root: string): number {
  const directory = join(root, 'journal');
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

/** Pages in use: what SQLite keeps free for later is no growth. */
function indexBytes(root: string): number {
  const database = new DatabaseSync(join(root, 'index.sqlite'), { readOnly: true });
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const bytes = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  database.close();
  return bytes;
}

const check = (root: string, options: { deep?: boolean; rebuild?: boolean; repair?: boolean } = {}) =>
  checkArchive({
    volumes: [{ id: 'v1', path: root }],
    nowUnixMs: START + 400 * DAY_MS,
    verifyHead: () => true,
    ...options,
  });

function tables(root: string) {
  const index = IndexReader.open(root);
  const found = index.streams().map((row) => ({
    ...row,
    id: 0,
    runs: index.runs(row.id).map((run) => ({ ...run, streamId: 0 })),
    segments: index.segmentsFrom(row.id, 0, 10_000).map((one) => ({ ...one, id: 0, streamId: 0 })),
    stones: index.tombstonesFrom(row.id, 0, 10_000).map((one) => ({ ...one, streamId: 0 })),
    checkpoints: index.checkpoints(row.id).map((one) => ({ ...one, streamId: 0 })),
    heads: index.heads(row.id).map((one) => ({ ...one, streamId: 0 })),
    gaps: index
      .gapsOverlapping(row.id, 0, Number.MAX_SAFE_INTEGER)
      .map((one) => ({ ...one, id: 0, streamId: 0 })),
    holds: index.hold('h1'),
  }));
  index.close();
  return found.toSorted((a, b) => (a.stream.cameraId < b.stream.cameraId ? -1 : 1));
}

test('in half a year, journal and index stay as large as footage and the last days’ deletions make them', async () => {
  const { root, volume } = newVolume('half-a-year', 4);
  const sizes: { day: number; journal: number; index: number; stones: number }[] = [];
  for (let day = 30; day <= 180; day += 30) {
    if (day === 60) volume.hold('h1', START + 28 * DAY_MS, START + 28 * DAY_MS + 1000);
    volume.record(30);
    const index = IndexReader.open(root);
    const stones = index
      .streams()
      .reduce((sum, { id }) => sum + index.tombstonesFrom(id, 0, 100_000).length, 0);
    index.close();
    sizes.push({ day, journal: journalBytes(root), index: indexBytes(root), stones });
  }
  volume.close();
  process.stdout.write(`${sizes.map((size) => JSON.stringify(size)).join('\n')}\n`);
  expect(volume.warnings).toEqual([]);
  const [, second] = sizes;
  const last = sizes.at(-1);
  // Four months later: the same, but for the few lines that the held minute keeps.
  expect(last?.journal).toBeLessThan((second?.journal ?? 0) * 1.1);
  expect(last?.index).toBeLessThan((second?.index ?? 0) * 1.1);
  // 8 days and a pass of two streams at 4 a day; without compaction 1,400.
  expect(last?.stones).toBeLessThan(110);
  const report = await check(root, { deep: true });
  expect(report.findings).toEqual([]);
  const before = tables(root);
  expect(before.map(({ checkpoints }) => checkpoints.length)).toEqual([2, 1]);
  expect((await check(root, { rebuild: true, deep: true })).findings).toEqual([]);
  expect(tables(root)).toEqual(before);
}, 300_000);

test('a camera that is gone leaves a checkpoint and no more; a held minute that is lifted joins it', async () => {
  const { root, volume } = newVolume('lifted', 8);
  volume.hold('h1', START + 3 * DAY_MS, START + 3 * DAY_MS + 1000);
  volume.record(40);
  expect(tables(root).map(({ checkpoints }) => checkpoints.length)).toEqual([2, 1]);
  volume.end();
  volume.lift('h1');
  volume.tick(3);
  for (let day = 0; day < 30; day += 1) {
    volume.nowUnixMs += DAY_MS;
    volume.tick(8);
  }
  volume.close();
  expect(volume.warnings).toEqual([]);
  const left = tables(root);
  expect(left.map(({ segments, stones }) => [segments.length, stones.length])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(
    left.map(({ checkpoints }) => checkpoints.map(({ fromSeq, segments }) => [fromSeq, segments])),
  ).toEqual([[[0, 320]], [[0, 320]]]);
  expect(left.map(({ runs, heads, gaps }) => [runs.length, heads.length, gaps.length])).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(journalBytes(root)).toBeLessThan(12_000);
  expect((await check(root, { deep: true })).findings).toEqual([]);
  // Numbers and chain go on from the checkpoint, when nothing else is left to tell them.
  expect((await check(root, { rebuild: true })).findings).toEqual([]);
  expect(tables(root)).toEqual(left);
}, 120_000);

/** Changes lines of all journal files, with their CRC made right again; null takes a line away. */
function forge(root: string, change: (entry: string) => string | null): void {
  const directory = join(root, 'journal');
  for (const name of readdirSync(directory)) {
    const lines = readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);
    const forged = lines.flatMap((line) => {
      const entry = change(line.slice('{"crc":"00000000","entry":'.length, -1));
      return entry === null
        ? []
        : [`{"crc":"${crc32(entry).toString(16).padStart(8, '0')}","entry":${entry}}\n`];
    });
    writeFileSync(join(directory, name), forged.join(''));
  }
}

test('tampering with what is left, and with checkpoints, is located', async () => {
  const { root, volume } = newVolume('forged', 8);
  volume.hold('h1', START + 3 * DAY_MS, START + 3 * DAY_MS + 1000);
  volume.record(40);
  volume.close();
  expect((await check(root, { deep: true })).findings).toEqual([]);
  const [main] = tables(root);
  const [prefix, later] = main?.checkpoints ?? [];
  const island = main?.segments[0]?.seq ?? -1;
  expect([prefix?.fromSeq, island]).toEqual([0, 24]);
  expect(later?.fromSeq).toBeGreaterThan(island);
  const of = (entry: string, type: string, seq: number): boolean =>
    entry.includes(`"type":"${type}"`) &&
    entry.includes('camera-1') &&
    entry.includes(`"${type === 'checkpoint' ? 'toSeq' : 'seq'}":${seq},`);
  let copies = 0;
  const found = async (forgery: (copy: string) => void) => {
    const copy = join(temporary, `forged-${copies++}`);
    cpSync(root, copy, { recursive: true });
    forgery(copy);
    return (await check(copy)).findings.map(({ kind, seq }) => `${kind} ${seq}`);
  };
  const sql = (copy: string, statement: string): void => {
    const database = new DatabaseSync(join(copy, 'index.sqlite'));
    database.exec(statement);
    database.close();
  };

  // A footage line that is left, of the held minute and of the newest.
  for (const seq of [island, main?.segments.at(-2)?.seq ?? -1]) {
    const kinds = await found((copy) =>
      forge(copy, (entry) =>
        of(entry, 'segment', seq) ? entry.replace(/"hash":"..../, '"hash":"0000') : entry,
      ),
    );
    expect(kinds).toContain(`chain-broken ${seq}`);
    expect(kinds).toContain(`journal-differs ${seq}`);
  }
  // A checkpoint's value, in the journal only and in both.
  const alterJournal = (copy: string): void =>
    forge(copy, (entry) =>
      of(entry, 'checkpoint', later?.toSeq ?? -1)
        ? entry.replace(/"chainAfter":"[0-9a-f]{64}/, `"chainAfter":"${'0'.repeat(64)}`)
        : entry,
    );
  expect(await found(alterJournal)).toEqual([
    `deletion-unsigned ${later?.fromSeq}`,
    `journal-differs ${later?.toSeq}`,
  ]);
  expect(
    await found((copy) => {
      alterJournal(copy);
      sql(
        copy,
        `UPDATE checkpoint SET chain_after = zeroblob(32) WHERE to_seq = ${later?.toSeq} AND stream_id = 1`,
      );
    }),
  ).toContain(`head-differs ${later?.toSeq}`);
  // Without the head it ends at; without the one it begins behind.
  expect(
    await found((copy) => forge(copy, (entry) => (of(entry, 'head', later?.toSeq ?? -1) ? null : entry))),
  ).toContain(`chain-broken ${later?.toSeq}`);
  expect(
    await found((copy) =>
      forge(copy, (entry) => (of(entry, 'head', (later?.fromSeq ?? 0) - 1) ? null : entry)),
    ),
  ).toContain(`chain-broken ${later?.fromSeq}`);
  // Taken out of the journal, or of the index.
  expect(
    await found((copy) =>
      forge(copy, (entry) => (of(entry, 'checkpoint', later?.toSeq ?? -1) ? null : entry)),
    ),
  ).toContain(`not-journalled ${later?.toSeq}`);
  expect(
    await found((copy) =>
      sql(copy, `DELETE FROM checkpoint WHERE to_seq = ${later?.toSeq} AND stream_id = 1`),
    ),
  ).toContain(`not-indexed ${later?.toSeq}`);
  // A file from before a checkpoint that comes back.
  const path = `camera-1/main/2026-01-01/${START}-0.mp4`;
  const back = join(temporary, 'back');
  cpSync(root, back, { recursive: true });
  cpSync(join(back, 'camera-1/main/2026-01-04'), join(back, 'camera-1/main/2026-01-01'), { recursive: true });
  for (const name of readdirSync(join(back, 'camera-1/main/2026-01-01'))) {
    writeFileSync(join(back, path), readFileSync(join(back, 'camera-1/main/2026-01-01', name)));
    rmSync(join(back, 'camera-1/main/2026-01-01', name));
  }
  expect((await check(back)).findings.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(['deleted-file 0']);
}, 120_000);

test('an index of the version before checkpoints is read, and brought to the newest by the recorder', async () => {
  const { root, volume } = newVolume('version', 8);
  volume.record(2);
  volume.close();
  const database = new DatabaseSync(join(root, 'index.sqlite'));
  database.exec('DROP TABLE checkpoint; PRAGMA user_version = 1');
  database.close();
  expect((await check(root)).findings).toEqual([]);
  const again = new RecordedDays({
    storage: new NodeStorage(),
    root,
    startUnixMs: volume.nowUnixMs,
    streams: [MAIN],
    retentionDays: 5,
    segmentsADay: 8,
  });
  again.record(20);
  again.close();
  expect(tables(root)[0]?.checkpoints.length).toBe(1);
  expect((await check(root)).findings).toEqual([]);
}, 60_000);
