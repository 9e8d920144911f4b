/** An archive on a real disk, nobody records; somebody who can write the disk changes it. Each must be found, and stay found. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInitSegment } from '@matlang/media/mp4';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { fromHex, sha256, toHex } from '../proof/digest.ts';
import { EMPTY_CHAIN, nextChain } from '../proof/segment-hash.ts';
import { scanSegment } from '../segment/scan-segment.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { followJournal, forgeJournal, runSql } from './forge-for-tests.ts';
import { type CheckOptions, checkArchive, type FindingKind, KeptHeads } from './index.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const DAY = '2026-11-24';
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const SUB = { cameraId: 'camera-1', kind: 'sub' } as const;
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-tampering-'));
const original = join(folder, 'original');
let root: string;
let copies = 0;

/** Five minutes of two streams: a gap, a hold that is lifted, an event, deletions at the end, heads. */
beforeAll(() => {
  cpSync(mkdtempSync(join(folder, 'empty-')), original, { recursive: true });
  const volume = new VolumeHarness({ root: original, startUnixMs: START });
  const main = volume.begin(MAIN, { fragmentsPerGop: 4 });
  volume.begin(SUB, { seed: 7 });
  volume.record(150);
  volume.do({ type: 'gap', stream: MAIN, cause: 'no-media', startUnixMs: volume.nowUnixMs, detail: null });
  main.skip(5000);
  volume.do({ type: 'event', atUnixMs: START + 9000, event: 'clock-step', detail: { before: 1 } });
  volume.record(150);
  volume.hold({ id: 'h1', startUnixMs: START + 130_000, endUnixMs: START + 140_000 });
  volume.hold({ id: 'h2', startUnixMs: START + 130_000, endUnixMs: START + 140_000 });
  volume.request({ type: 'lift', id: 'h2', by: 'u1' });
  volume.do({ type: 'retention', cameraId: 'camera-1', days: 200 / 86_400 });
  volume.record(20);
  volume.request({ type: 'sign-heads', cameraId: 'camera-1' });
  volume.close();
});
beforeEach(() => {
  copies += 1;
  root = join(folder, `copy-${copies}`);
  cpSync(original, root, { recursive: true });
  return () => rmSync(root, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (options: Partial<CheckOptions> = {}) =>
  checkArchive({
    volumes: [{ id: 'v1', path: root }],
    nowUnixMs: START + 600_000,
    deep: true,
    verifyHead: () => true,
    signer: { keyId: 'k1', sign: () => new Uint8Array(64) },
    ...options,
  });
const found = async (options: Partial<CheckOptions> = {}) =>
  (await check(options)).findings.map(({ kind, seq }) => `${kind} ${seq}`);
const errors = async (options: Partial<CheckOptions> = {}) =>
  (await check(options)).findings
    .filter(({ severity, repaired }) => severity === 'error' && !repaired)
    .map(({ kind, seq }) => `${kind} ${seq}`);
const pathOf = (seq: number) => {
  if (seq < 2) return segmentPath({ stream: MAIN, seq, startUnixMs: START + seq * 60_000 });
  const directory = `camera-1/main/${DAY}`;
  return `${directory}/${readdirSync(join(original, directory)).find((name) => name.endsWith(`-${seq}.mp4`))}`;
};
const file = (path: string) => join(root, path);
const index = () => file('index.sqlite');
const journal = () => file(`journal/${DAY}`);
const sql = (statements: string) => runSql(index(), statements);
const lines = (change: (entry: string) => string | null) => {
  forgeJournal(journal(), change);
  followJournal(index(), journal(), DAY);
};
const isOf = (entry: string, type: string, seq: number) =>
  entry.includes(`"type":"${type}"`) && entry.includes('"kind":"main"') && entry.includes(`"seq":${seq},`);
/** What an SQL edit has to say so that a segment looks deleted. */
const DELETE_3 = `
  INSERT INTO tombstone SELECT stream_id, seq, start_unix_ms, end_unix_ms, size_bytes, hash, 'retention', ${START + 310_000}
    FROM segment JOIN segment_fragments ON segment_id = segment.id WHERE seq = 3 AND stream_id = 1;
  DELETE FROM segment_fragments WHERE segment_id = (SELECT id FROM segment WHERE seq = 3 AND stream_id = 1);
  DELETE FROM segment WHERE seq = 3 AND stream_id = 1;`;

test('as it was recorded it is clean, also made anew', async () => {
  expect(await found()).toEqual([]);
  expect(await found({ rebuild: true })).toEqual([]);
});

test('a deletion that only the index knows is found', async () => {
  sql(DELETE_3);
  unlinkSync(file(pathOf(3)));
  expect(await errors()).toEqual(['not-journalled 3']);
});

test('a checkpoint that only the index knows is found', async () => {
  sql(
    `INSERT INTO checkpoint VALUES (1, 3, 4, zeroblob(32), zeroblob(32), ${START}, ${START}, 2, 1, '{}', ${START})`,
  );
  expect(await errors()).toContain('not-journalled 4');
});

test('an altered tombstone, one taken out of the index or out of the journal', async () => {
  sql(`UPDATE tombstone SET reason = 'deleted' WHERE seq = 0 AND stream_id = 1`);
  expect(await errors()).toContain('journal-differs 0');
  sql('DELETE FROM tombstone WHERE seq = 0 AND stream_id = 1');
  expect(await errors()).toEqual(expect.arrayContaining(['not-indexed 0', 'sequence-hole 0']));
  sql(
    `INSERT INTO tombstone SELECT 1, 0, start_unix_ms, end_unix_ms, size_bytes, hash, reason, deleted_unix_ms FROM tombstone WHERE stream_id = 2 AND seq = 0`,
  );
  lines((entry) => (isOf(entry, 'tombstone', 0) ? null : entry));
  expect(await errors()).toContain('not-journalled 0');
});

test('altered footage stays an error, whatever index is made and whatever is repaired', async () => {
  const bytes = readFileSync(file(pathOf(3)));
  bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
  writeFileSync(file(pathOf(3)), bytes);
  expect(await errors()).toEqual(['content-differs 3']);
  expect(await errors({ rebuild: true })).toEqual(['content-differs 3']);
  expect(await errors({ repair: true })).toEqual(['content-differs 3']);
  expect(await errors({ rebuild: true, repair: true })).toEqual(['content-differs 3']);
  // Also for a check that reads no footage.
  expect(await errors({ deep: false })).toEqual(['content-differs 3']);
});

test('an init segment that was altered outside of its sample entry', async () => {
  const altered = (path: string) => {
    const bytes = readFileSync(file(path));
    // The matrix of the track header: it turns the picture. The segment's hash doesn't know it.
    const at = bytes.indexOf('tkhd') + 4 + 40;
    bytes[at] = 0xff;
    writeFileSync(file(path), bytes);
  };
  altered(pathOf(3));
  expect(await errors()).toEqual(['content-differs 3']);
  expect(await errors({ rebuild: true })).toEqual(['content-differs 3']);
  expect(await errors()).toEqual(['content-differs 3']);
});

test('a run whose init segment was changed in the index and in every file', async () => {
  sql(`UPDATE run SET init = zeroblob(length(init)) WHERE stream_id = 1`);
  expect(await errors({ deep: false })).toEqual(['journal-differs null']);
  sql(`UPDATE run SET reason = 'imported' WHERE stream_id = 1`);
  lines((entry) => (entry.includes('"type":"run"') && entry.includes('"kind":"main"') ? null : entry));
  expect(await errors({ deep: false })).toContain('not-journalled 1');
});

test('an init segment that was altered in every file, in the index and in the line of its run', async () => {
  const [day] = readdirSync(file('camera-1/main'));
  let init = new Uint8Array(0);
  for (const name of readdirSync(file(`camera-1/main/${day}`))) {
    const bytes = readFileSync(file(`camera-1/main/${day}/${name}`));
    // A quarter turn, and twice as slow.
    bytes[bytes.indexOf('tkhd') + 4 + 40] = 0xff;
    const timescaleAt = bytes.indexOf('mdhd') + 4 + 20;
    bytes.writeUInt32BE(bytes.readUInt32BE(timescaleAt) * 2, timescaleAt);
    init = bytes.subarray(0, readInitSegment(bytes).sizeBytes);
    writeFileSync(file(`camera-1/main/${day}/${name}`), bytes);
  }
  sql(`UPDATE run SET init = x'${toHex(init)}', timescale = timescale * 2 WHERE stream_id = 1`);
  lines((entry) =>
    entry.includes('"type":"run"') && entry.includes('"kind":"main"')
      ? JSON.stringify({ ...JSON.parse(entry), initHash: toHex(sha256(init)) })
      : entry,
  );
  expect(await errors({ deep: false })).toEqual([]);
  expect(await errors()).toEqual(
    expect.arrayContaining([1, 2, 3, 4, 5].map((seq) => `content-differs ${seq}`)),
  );
});

test('segments from before the init segment was in their hash', async () => {
  const chains = new Map<string, string>();
  lines((entry) => {
    const line = JSON.parse(entry);
    const stream = `${line.cameraId}/${line.kind}`;
    if (line.type === 'head') return JSON.stringify({ ...line, chain: chains.get(stream) });
    if (line.type !== 'segment') return entry;
    const path = segmentPath({ ...line, stream: line });
    const before = existsSync(file(path))
      ? scanSegment(readFileSync(file(path)), line.startUnixMs).content?.hashes()[1]
      : fromHex(line.hash);
    const hash = toHex(before ?? new Uint8Array(0));
    const chain = toHex(nextChain(fromHex(chains.get(stream) ?? toHex(EMPTY_CHAIN)), fromHex(hash)));
    chains.set(stream, chain);
    return JSON.stringify({ ...line, hash, chain });
  });
  unlinkSync(index());
  expect(await found({ rebuild: true })).toEqual([]);
  const bytes = readFileSync(file(pathOf(3)));
  bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
  writeFileSync(file(pathOf(3)), bytes);
  expect(await errors()).toEqual(['content-differs 3']);
});

test('a file under another name is named back, never unlinked', async () => {
  const whole = readFileSync(file(pathOf(3)));
  const spare = pathOf(3).replace('-3.mp4', '-9.mp4');
  renameSync(file(pathOf(3)), file(spare));
  expect(await found({ rebuild: true })).toEqual(['row-without-file 3']);
  expect(await found()).toEqual([]);
  expect(readFileSync(file(pathOf(3)))).toEqual(whole);
  // Under the name of something that was deleted, and under none.
  for (const name of [pathOf(0), pathOf(3).replace('.mp4', '.bak')]) {
    renameSync(file(pathOf(3)), file(name));
    expect(await errors({ rebuild: true })).toEqual([]);
    expect(await errors({ repair: true })).toEqual([]);
    expect(await found()).toEqual([]);
    expect(readFileSync(file(pathOf(3)))).toEqual(whole);
  }
});

test('a copy of a segment under a number that was never given is put aside, never taken in', async () => {
  const copy = pathOf(3).replace('-3.mp4', '-9.mp4');
  cpSync(file(pathOf(3)), file(copy));
  expect(await errors()).toEqual(['file-without-row 9']);
  expect(await errors({ rebuild: true })).toEqual(['file-without-row 9']);
  expect(await errors({ repair: true })).toEqual([]);
  expect(await found()).toEqual(['put-aside null']);
  expect(readFileSync(file(`put-aside/${copy}`))).toEqual(readFileSync(file(pathOf(3))));
});

test('what was deleted and comes back is put aside by a repair', async () => {
  const bytes = readFileSync(file(pathOf(3)));
  bytes[20_000] = (bytes[20_000] ?? 0) ^ 1;
  writeFileSync(file(pathOf(0)), bytes);
  expect(await errors()).toEqual(['deleted-file 0']);
  expect(await errors({ rebuild: true })).toEqual(['deleted-file 0']);
  expect(await errors({ repair: true })).toEqual([]);
  expect(await found()).toEqual(['put-aside null']);
  expect(readFileSync(file(`put-aside/${pathOf(0)}`))).toEqual(bytes);
});

test('a link in the place of a file or directory is an error, also one that leads to the footage', async () => {
  const secret = join(folder, 'node.ed25519');
  writeFileSync(secret, 'a secret of 40 bytes, more or less so');
  const intact = readFileSync(file(pathOf(3)));
  unlinkSync(file(pathOf(3)));
  symlinkSync(secret, file(pathOf(3)));
  sql(`UPDATE segment SET size_bytes = ${readFileSync(secret).length} WHERE seq = 3 AND stream_id = 1`);
  expect(await errors()).toContain('not-a-file 3');
  // The link goes to put-aside/, what it stood for is lost for good.
  await check({ rebuild: true, repair: true });
  expect(await found()).toEqual(expect.arrayContaining(['footage-lost 3', 'put-aside null']));
  expect(readFileSync(secret, 'utf8')).toContain('a secret');
  rmSync(root, { recursive: true });
  cpSync(original, root, { recursive: true });
  const elsewhere = join(root, '..', `elsewhere-${copies}.mp4`);
  writeFileSync(elsewhere, intact);
  unlinkSync(file(pathOf(3)));
  symlinkSync(elsewhere, file(pathOf(3)));
  expect(await errors()).toEqual(['not-a-file 3']);
  rmSync(file(pathOf(3)));
  renameSync(elsewhere, file(pathOf(3)));
  expect(await errors()).toEqual([]);
  const day = `camera-1/main/${DAY}`;
  renameSync(file(day), file(`${day}-away`));
  symlinkSync(file(`${day}-away`), file(day));
  expect(await errors()).toEqual(expect.arrayContaining(['not-a-file 3', 'not-a-file null']));
  unlinkSync(file(day));
  renameSync(file(`${day}-away`), file(day));
  renameSync(journal(), file('journal-away'));
  symlinkSync(file('journal-away'), journal());
  expect(await errors()).toEqual(['not-a-file null']);
});

test('what a repair cuts off is kept', async () => {
  const bytes = readFileSync(file(pathOf(3)));
  writeFileSync(file(pathOf(3)), Buffer.concat([bytes, Buffer.from('junk')]));
  expect(await found({ repair: true })).toContain('size-differs 3');
  expect(readFileSync(file(pathOf(3)))).toEqual(bytes);
  expect(readFileSync(file(`put-aside/${pathOf(3)}.from-${bytes.length}`), 'utf8')).toBe('junk');
  expect(readFileSync(journal(), 'utf8')).toContain(`.from-${bytes.length}`);
});

/** The newest segments of the stream with all that the journal says of them; at 4 a head was signed. */
const takeNewestAway = (withHead: boolean) => {
  for (const seq of [4, 5]) unlinkSync(file(pathOf(seq)));
  lines((entry) =>
    [4, 5].some((seq) => isOf(entry, 'segment', seq)) || (withHead && isOf(entry, 'head', 4)) ? null : entry,
  );
};

test('the newest segments, taken away with their lines, are missed also by an index made anew', async () => {
  takeNewestAway(true);
  expect(await errors()).toContain('row-without-file 5');
  expect(await errors({ rebuild: true })).toEqual(['head-differs 4', 'sequence-hole 4']);
  // And by the next one.
  unlinkSync(index());
  expect(await errors({ rebuild: true })).toEqual(['head-differs 4', 'sequence-hole 4']);
  expect(await errors({ repair: true })).toEqual(['head-differs 4', 'sequence-hole 4']);
});

test('a signed head tells of segments that nothing else knows', async () => {
  takeNewestAway(false);
  unlinkSync(index());
  expect(await errors({ rebuild: true })).toEqual(['head-differs 4', 'sequence-hole 4']);
});

test.each<[string, string, FindingKind]>([
  ['a gap that is taken out', "DELETE FROM gap WHERE cause = 'no-media'", 'not-indexed'],
  [
    'a made-up gap',
    "INSERT INTO gap (stream_id, start_unix_ms, end_unix_ms, cause) VALUES (1, 5, 6, 'power')",
    'not-journalled',
  ],
  ['another cause of a gap', "UPDATE gap SET cause = 'power' WHERE cause = 'no-media'", 'not-journalled'],
  [
    'a run that began at another time',
    'UPDATE run SET start_unix_ms = 1 WHERE stream_id = 1',
    'journal-differs',
  ],
  [
    'a made-up run',
    "INSERT INTO run SELECT 99, stream_id, start_unix_ms, 'start', codec, codec_string, 1, 1, timescale, init FROM run LIMIT 1",
    'not-journalled',
  ],
  [
    'a hold that is lifted in the index only',
    "UPDATE hold SET lifted_unix_ms = 5, lifted_by = 'x' WHERE id = 'h1'",
    'not-journalled',
  ],
  [
    'a lift that is taken back',
    "UPDATE hold SET lifted_unix_ms = NULL, lifted_by = NULL WHERE id = 'h2'",
    'not-indexed',
  ],
  ['a hold that is taken out', "DELETE FROM hold WHERE id = 'h1'", 'not-indexed'],
  ['an event that is taken out', 'DELETE FROM event', 'not-indexed'],
  [
    'a made-up event',
    "INSERT INTO event (at_unix_ms, kind, detail) VALUES (5, 'clock-step', '{}')",
    'not-journalled',
  ],
  ['a head that is taken out', 'DELETE FROM head WHERE stream_id = 1', 'not-indexed'],
  ['a number that is given again', 'UPDATE stream SET next_seq = 2 WHERE id = 1', 'journal-differs'],
  [
    'an index that has followed nothing',
    "DELETE FROM meta WHERE key = 'journalPosition'; DELETE FROM event",
    'not-indexed',
  ],
])('%s, in the index alone', async (_, statements, kind) => {
  sql(statements);
  expect((await check()).findings.map((finding) => finding.kind)).toContain(kind);
  expect((await check()).clean).toBe(kind === 'not-followed');
  expect(await found({ rebuild: true })).toEqual([]);
});

test('a fragment table that is whole and not that of the file, and other times than the file has', async () => {
  const table = `(SELECT id FROM segment WHERE seq = 3 AND stream_id = 1)`;
  // First and last entry alone, with their leaves: readers would lose all between.
  sql(`UPDATE segment_fragments SET
    fragments = CAST(substr(fragments, 1, 28) || substr(fragments, -28) AS BLOB),
    leaves = CAST(substr(leaves, 1, 32) || substr(leaves, -32) AS BLOB) WHERE segment_id = ${table}`);
  expect(await errors()).toEqual(['table-damaged 3']);
  expect(await errors({ rebuild: true })).toEqual([]);
  // Five seconds later, in one entry.
  sql(`UPDATE segment_fragments SET fragments = CAST(substr(fragments, 1, 28 + 12) || x'00001388' || substr(fragments, 28 + 17) AS BLOB)
    WHERE segment_id = ${table}`);
  expect(await errors()).toEqual(['table-damaged 3']);
  expect(await errors({ rebuild: true })).toEqual([]);
  sql(`UPDATE segment SET end_unix_ms = end_unix_ms - 20000 WHERE seq = 3 AND stream_id = 1`);
  lines((entry) => {
    if (!isOf(entry, 'segment', 3)) return entry;
    const line = JSON.parse(entry);
    return JSON.stringify({ ...line, endUnixMs: line.endUnixMs - 20_000 });
  });
  expect(await errors({ deep: false })).toEqual([]);
  expect(await errors()).toEqual(['content-differs 3']);
});

test.each([
  `codec_string = 'avc1.640028'`,
  'width_pixels = 64',
  'height_pixels = NULL',
  'timescale = 180000',
])('a run whose row says %s, which its init segment does not', async (change) => {
  sql(`UPDATE run SET ${change} WHERE stream_id = 1`);
  expect(await errors()).toContain('journal-differs null');
  expect(await errors({ rebuild: true })).toEqual([]);
});

test('a hold that the site keeps is on the volume, in force, and the same', async () => {
  const span = { cameraId: 'camera-1', startUnixMs: START + 130_000, endUnixMs: START + 140_000 };
  const held = (...ids: readonly string[]) => ({ heldHolds: () => ids.map((id) => ({ id, ...span })) });
  expect(await found(held('h1'))).toEqual([]);
  expect(await errors(held('h1', 'h2'))).toEqual(['hold-missing null']);
  expect(await errors({ heldHolds: () => [{ id: 'h1', ...span, endUnixMs: START + 150_000 }] })).toEqual([
    'hold-missing null',
  ]);
  // Placed or lifted while the check runs: only one of two answers has it.
  let asked = 0;
  expect(await errors({ heldHolds: () => (asked++ === 0 ? [{ id: 'h3', ...span }] : []) })).toEqual([]);
  sql(`DELETE FROM hold WHERE id = 'h1'`);
  lines((entry) => (entry.includes('"id":"h1"') ? null : entry));
  expect(await found()).toEqual([]);
  expect(await errors(held('h1'))).toEqual(['hold-missing null']);
});

test('a damaged fragment table and text that is no JSON are findings', async () => {
  sql(
    `UPDATE segment_fragments SET fragments = x'0102' WHERE segment_id = (SELECT id FROM segment WHERE seq = 3 AND stream_id = 1)`,
  );
  expect(await found()).toEqual(['table-damaged 3']);
  unlinkSync(file(pathOf(4)));
  expect(await errors({ repair: true })).toEqual(['table-damaged 3']);
  sql(`UPDATE event SET detail = '{'`);
  expect(await found()).toContain('index-damaged null');
  expect(await errors({ rebuild: true })).toEqual([]);
});

test('a verdict counts what the list has no room for', async () => {
  const holes = Array.from({ length: 10_050 }, (_, at) => `(${at + 1}, ${at + 1}, 'x', '{}')`);
  sql(
    `INSERT INTO event (id, at_unix_ms, kind, detail) VALUES ${holes.map((row) => row.replace('(', '(1000')).join(',')}`,
  );
  unlinkSync(file(pathOf(3)));
  const report = await check();
  expect(report.findings).toHaveLength(10_000);
  expect(report.volumes[0]?.counts).toMatchObject({ 'not-journalled': 10_050, 'row-without-file': 1 });
  expect(report.clean).toBe(false);
});

test('a head that was kept elsewhere and is not here any more, or is another one', async () => {
  const seq = 4;
  const line = readFileSync(journal(), 'utf8')
    .split('\n')
    .find(
      (one) =>
        one.includes('"type":"segment"') && one.includes('"kind":"main"') && one.includes(`"seq":${seq},`),
    );
  const chain = /"chain":"([0-9a-f]{64})"/.exec(line ?? '')?.[1] ?? '';
  const keep = (...heads: readonly { readonly seq: number; readonly chain: string }[]) => {
    const keptHeads = new KeptHeads();
    for (const [at, head] of heads.entries()) keptHeads.add('v1', { stream: MAIN, ...head }, START + at);
    onTestFinished(() => keptHeads.close());
    return { keptHeads };
  };
  const other = 'f'.repeat(64);
  expect(chain).not.toBe('');
  expect(await errors(keep({ seq, chain }))).toEqual([]);
  expect(await errors(keep({ seq, chain: other }))).toEqual([`head-differs ${seq}`]);
  // An archive that was rolled back, and has grown beyond what was signed before.
  expect(await errors(keep({ seq, chain: other }, { seq, chain }))).toEqual([`head-differs ${seq}`]);
  expect(await errors(keep({ seq: 1000, chain }))).toEqual(['head-differs 1000']);
  expect(await errors(keep({ seq: 1000, chain }, { seq, chain }))).toEqual(['chain-began-anew 1000']);
  // The disk was replaced, and somebody said so: what was kept before says nothing any more.
  const replaced = new KeptHeads();
  onTestFinished(() => replaced.close());
  replaced.accept('v1', START + 5);
  replaced.add('v1', { stream: MAIN, seq: 1000, chain: other }, START + 5);
  replaced.add('v1', { stream: MAIN, seq, chain }, START + 6);
  expect(await found({ keptHeads: replaced })).toEqual(['loss-accepted null']);
  replaced.add('v1', { stream: MAIN, seq: seq + 1, chain: other }, START + 7);
  expect(await errors({ keptHeads: replaced })).toEqual([`head-differs ${seq + 1}`]);
});
