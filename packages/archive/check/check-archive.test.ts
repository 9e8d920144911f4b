import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { segmentPath } from '../segment/segment-path.ts';
import { type CheckOptions, checkArchive } from './index.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const JOURNAL = 'journal/2026-11-24';
let root: string;
let volume: VolumeHarness;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-check-'));
  volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN, { fragmentsPerGop: 4 });
  volume.record(200);
  volume.request({ type: 'sign-heads', cameraId: 'camera-1' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const check = (options: Partial<CheckOptions> = {}) =>
  checkArchive({
    volumes: [{ id: 'v1', path: root }],
    nowUnixMs: START + 300_000,
    signer: { keyId: 'k1', sign: () => new Uint8Array(64) },
    ...options,
  });
const pathOf = (seq: number) => segmentPath({ stream: MAIN, seq, startUnixMs: START + seq * 60_000 });
const kinds = (report: Awaited<ReturnType<typeof check>>) =>
  report.findings.map((f) => [f.kind, f.seq, f.repaired]);

function alterByte(path: string, at: number): void {
  const bytes = readFileSync(join(root, path));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(root, path), bytes);
}

/** Changes the entry of one line and makes its CRC right again: what a forger would do. */
function forge(match: RegExp, change: (entry: string) => string): void {
  const lines = readFileSync(join(root, JOURNAL), 'utf8').split('\n');
  const at = lines.findIndex((line) => match.test(line));
  const entry = change(lines[at]!.slice('{"crc":"00000000","entry":'.length, -1));
  lines[at] = `{"crc":"${crc32(entry).toString(16).padStart(8, '0')}","entry":${entry}}`;
  writeFileSync(join(root, JOURNAL), lines.join('\n'));
}

test('beside a running recorder it is clean, and repair refuses', async () => {
  const report = await check({ deep: true });
  expect(report.findings).toEqual([]);
  expect(report.clean).toBe(true);
  expect(report.volumes).toMatchObject([{ recorderRuns: true, segments: 4 }]);
  await expect(check({ repair: true })).rejects.toMatchObject({ code: 'archive-locked' });
  await expect(check({ rebuild: true })).rejects.toMatchObject({ code: 'archive-locked' });
  volume.close();
});

test('an altered byte is found by the deep check and located to its fragment', async () => {
  volume.close();
  alterByte(pathOf(1), 20_000);
  expect((await check()).clean).toBe(true);
  const report = await check({ deep: true });
  expect(kinds(report)).toEqual([['content-differs', 1, false]]);
  expect(report.findings[0]?.what).toMatch(/2026-11-24T10:01:\d\d\.000Z/);
  // No repair makes it look right.
  expect((await check({ deep: true, repair: true })).clean).toBe(false);
});

test('an altered wall time is found', async () => {
  volume.close();
  const file = readFileSync(join(root, pathOf(1)));
  const second = file.indexOf('prft', file.indexOf('prft') + 4);
  alterByte(pathOf(1), second + 4 + 8 + 3); // NTP seconds
  const report = await check({ deep: true });
  expect(kinds(report)).toEqual([['content-differs', 1, false]]);
  expect(report.findings[0]?.what).toContain('wall times');
});

test('a forged journal line breaks the chain where it is, and heads say so', async () => {
  volume.close();
  forge(/"type":"segment".*"seq":1,/, (entry) => entry.replace(/"hash":"...."?/, '"hash":"0000'));
  const found = (await check()).findings;
  expect(found.map((finding) => [finding.kind, finding.seq])).toContainEqual(['chain-broken', 1]);
  expect(found.map((finding) => [finding.kind, finding.seq])).toContainEqual(['journal-differs', 1]);
});

test('a forged head and a bad signature are found', async () => {
  volume.close();
  const verify = async (valid: boolean | null) => (await check({ verifyHead: () => valid })).findings;
  expect(await verify(true)).toEqual([]);
  expect(await verify(false)).toMatchObject([{ kind: 'head-signature', seq: 2 }]);
  expect((await verify(null))[0]?.what).toContain('not known');
  forge(/"type":"head"/, (entry) => entry.replace(/"chain":"..../, '"chain":"0000'));
  expect((await verify(true)).map(({ kind, seq }) => [kind, seq])).toEqual([
    ['head-differs', 2],
    ['not-journalled', 2],
    ['not-indexed', 2],
  ]);
});

test('an altered index is found against the journal', async () => {
  volume.close();
  const database = new DatabaseSync(join(root, 'index.sqlite'));
  database.exec(
    'UPDATE segment_fragments SET hash = zeroblob(32) WHERE segment_id = (SELECT id FROM segment WHERE seq = 2)',
  );
  database.exec('UPDATE segment SET start_unix_ms = start_unix_ms WHERE seq = 1');
  database.close();
  expect(kinds(await check())).toEqual([['journal-differs', 2, false]]);
});

test('a removed file, a foreign one, a longer one: found; repaired but for what is gone', async () => {
  volume.close();
  unlinkSync(join(root, pathOf(0)));
  appendFileSync(join(root, pathOf(1)), 'junk');
  truncateSync(join(root, pathOf(2)), 30_000);
  writeFileSync(join(root, 'note.txt'), 'hello');
  expect(kinds(await check())).toEqual([
    ['row-without-file', 0, false],
    ['size-differs', 1, false],
    ['size-differs', 2, false],
    ['unknown-file', null, false],
  ]);
  const repaired = await check({ repair: true, deep: true });
  // What is shorter than it was recorded stays wrong: no repair brings back what is gone.
  expect(repaired.clean).toBe(false);
  expect(kinds(repaired).filter(([, , mended]) => mended === true)).toEqual([
    ['row-without-file', 0, true],
    ['size-differs', 1, true],
    ['size-differs', 2, true],
  ]);
  const after = await check({ deep: true });
  expect(kinds(after)).toEqual([
    ['footage-lost', 0, false],
    ['content-differs', 2, false],
    ['unknown-file', null, false],
    ['put-aside', null, false],
    ['put-aside', null, false],
  ]);
  expect(after.clean).toBe(false);
  expect(readFileSync(join(root, JOURNAL), 'utf8').match(/"type":"repair"/g)).toHaveLength(3);
});

test('a torn last line and a damaged one in the middle are told apart', async () => {
  volume.close();
  appendFileSync(join(root, JOURNAL), '{"crc":"1234');
  expect(kinds(await check())).toEqual([['journal-torn', null, false]]);
  alterByte(JOURNAL, 300);
  const report = await check();
  expect(report.findings.map((finding) => finding.kind)).toContain('journal-damaged');
  expect(report.clean).toBe(false);
});

test('an empty folder is a disk that is away; one without its index is damaged', async () => {
  volume.close();
  const away = join(root, 'away');
  mkdirSync(away);
  const at = (path: string) => check({ volumes: [{ id: 'v1', path }] });
  expect(kinds(await at(away))).toEqual([['volume-missing', null, false]]);
  mkdirSync(join(away, 'lost+found'));
  expect(kinds(await at(away))).toEqual([['volume-missing', null, false]]);
  mkdirSync(join(away, 'camera-1'));
  expect(kinds(await at(away))).toEqual([['index-damaged', null, false]]);
  expect(kinds(await at(join(root, 'nowhere')))).toEqual([['volume-missing', null, false]]);
});

/** Every table as rows that don't depend on row ids. */
function dump(file: string): Readonly<Record<string, readonly string[]>> {
  const database = new DatabaseSync(file, { readOnly: true });
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) =>
        JSON.stringify(row, (_, value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
        ),
      );
  const of = 'JOIN stream USING (stream_id)';
  const stream = '(SELECT id AS stream_id, camera_id, kind AS stream_kind FROM stream) AS stream';
  const result = {
    streams: all('SELECT camera_id, kind, next_seq, chain FROM stream ORDER BY 1, 2'),
    runs: all(
      `SELECT run.id, camera_id, stream_kind, start_unix_ms, reason, codec, codec_string, width_pixels, timescale, init FROM run ${of.replace('stream', stream)} ORDER BY run.id`,
    ),
    segments: all(
      `SELECT camera_id, stream_kind, seq, run_id, state, start_unix_ms, end_unix_ms, start_ticks, duration_ticks, size_bytes, sync_seq, fragments, leaves, hash
       FROM segment ${of.replace('stream', stream)} JOIN segment_fragments ON segment_id = segment.id ORDER BY 1, 2, 3`,
    ),
    activity: all(
      `SELECT camera_id, stream_kind, step_ms, start_unix_ms, "values" FROM activity ${of.replace('stream', stream)} ORDER BY 1, 2, 3, 4`,
    ),
    gaps: all(
      `SELECT camera_id, stream_kind, start_unix_ms, end_unix_ms, cause, detail FROM gap ${of.replace('stream', stream)} ORDER BY 1, 2, 3, 4`,
    ),
    holds: all('SELECT * FROM hold ORDER BY id'),
    stones: all(
      `SELECT camera_id, stream_kind, seq, start_unix_ms, end_unix_ms, size_bytes, hash, reason, deleted_unix_ms FROM tombstone ${of.replace('stream', stream)} ORDER BY 1, 2, 3`,
    ),
    heads: all(
      `SELECT camera_id, stream_kind, seq, head.chain, signed_unix_ms, key_id, signature FROM head ${of.replace('stream', stream)} ORDER BY 1, 2, 3, 5`,
    ),
    events: all('SELECT at_unix_ms, kind, detail FROM event ORDER BY 1, 2, 3'),
  };
  database.close();
  return result;
}

test('a rebuilt index equals the old one; what the journal does not know comes back as unproven', async () => {
  volume.begin({ cameraId: 'camera-2', kind: 'audio' }, { seed: 5 });
  volume.do({
    type: 'event',
    atUnixMs: START + 9000,
    event: 'clock-step',
    detail: { beforeUnixMs: 1, afterUnixMs: 2 },
  });
  volume.hold({ id: 'h1', startUnixMs: START + 70_000, endUnixMs: START + 75_000 });
  volume.do({
    type: 'gap',
    stream: MAIN,
    cause: 'no-media',
    startUnixMs: volume.nowUnixMs,
    detail: 'silence',
  });
  volume.record(100);
  volume.close();
  const rebuilt = await check({ rebuild: true, deep: true });
  expect(rebuilt.findings).toEqual([]);
  const tables = dump(join(root, 'index.sqlite'));
  expect(tables).toEqual(dump(join(root, 'index.sqlite.before-rebuild')));
  expect(Object.values(tables).map((rows) => rows.length > 0)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    true,
    true,
  ]);

  // A journal that lost its lines: the file is back, and said to be without proof.
  const lines = readFileSync(join(root, JOURNAL), 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.includes('"type":"segment"') && line.includes('camera-1'));
  writeFileSync(join(root, JOURNAL), lines.filter((_, at) => at !== last).join('\n'));
  const again = await check({ rebuild: true, deep: true });
  expect(again.clean).toBe(true);
  expect(again.findings.map((finding) => finding.kind)).toEqual(['unproven']);
});

test('a rebuild after deletions has the same rows', async () => {
  volume.do({ type: 'retention', cameraId: 'camera-1', days: 100 / 86_400 });
  volume.record(60);
  volume.close();
  expect((await check({ rebuild: true, deep: true })).findings).toEqual([]);
  const before = dump(join(root, 'index.sqlite.before-rebuild'));
  const after = dump(join(root, 'index.sqlite'));
  // Roll-ups keep what deleted segments of the same hour said.
  expect({ ...after, activity: [] }).toEqual({ ...before, activity: [] });
});

test('a rebuild of what a killed recorder left finishes the open segment first', async () => {
  // Its files as they are at this moment.
  const killed = mkdtempSync(join(tmpdir(), 'matlang-killed-'));
  onTestFinished(() => rmSync(killed, { recursive: true, force: true }));
  cpSync(root, killed, { recursive: true });
  volume.close();
  const at = { volumes: [{ id: 'v1', path: killed }], deep: true };
  expect((await check(at)).findings.map(({ kind }) => kind)).toContain('open-row');
  expect((await check({ ...at, rebuild: true })).findings).toEqual([]);
  expect((await check(at)).findings).toEqual([]);
});
