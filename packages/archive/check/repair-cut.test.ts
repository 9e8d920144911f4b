/** `check --repair` is killed, or the power goes, at each of its steps: the next one ends as if nothing had come between. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CUT_VARIANTS, PowerCut, SimulatedStorage, VolumeHarness } from '@matlang/testkit/storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256, toHex } from '../proof/digest.ts';
import { parseSegmentPath } from '../segment/segment-path.ts';
import { FindingList } from './finding.ts';
import { runSql } from './forge-for-tests.ts';
import { type CheckOptions, checkArchive } from './index.ts';
import { repairVolume } from './repair-volume.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const NOW = START + 600_000;
const DAY = '2026-11-24';
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const SUB = { cameraId: 'camera-1', kind: 'sub' } as const;
const SIGNER = { keyId: 'k1', sign: () => new Uint8Array(64) };
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-repair-cut-'));
const killed = join(folder, 'killed');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Five minutes of two streams, their first two minutes deleted; the recorder was killed in the sixth. */
beforeAll(() => {
  const recorded = join(folder, 'recorded');
  mkdirSync(recorded);
  const volume = new VolumeHarness({ root: recorded, startUnixMs: START });
  volume.begin(MAIN, { fragmentsPerGop: 4, framesPerSecond: 2 });
  volume.begin(SUB, { seed: 7, framesPerSecond: 2 });
  volume.record(300);
  volume.do({ type: 'retention', cameraId: 'camera-1', days: 200 / 86_400 });
  volume.record(30);
  volume.request({ type: 'sign-heads', cameraId: 'camera-1' });
  cpSync(recorded, killed, { recursive: true });
  volume.close();
  // What is committed is in one file.
  runSql(join(killed, 'index.sqlite'), 'PRAGMA wal_checkpoint(TRUNCATE)');
});

/** All that a repair can mend without a rest. */
function harm(root: string): void {
  const at = (kind: string, seq: number): string => {
    const directory = join(root, 'camera-1', kind, DAY);
    const name = readdirSync(directory).find((file) => file.endsWith(`-${seq}.mp4`));
    if (name === undefined) throw new Error(`no ${kind} ${seq}`);
    return join(directory, name);
  };
  const journal = join(root, 'journal', DAY);
  const lines = readFileSync(journal, 'utf8').split('\n');
  const stones = lines.flatMap((line, index) =>
    line.includes('"type":"tombstone"') && line.includes('"kind":"main"') ? [index] : [],
  );
  const [first = -1, second = -1] = stones;
  expect(stones).toHaveLength(2);
  // Deleted and here again: one whose deletion was done long ago, one whose deletion was not finished.
  const whole = readFileSync(at('main', 2));
  for (const [seq, changed] of [
    [0, 9_000],
    [1, 9_001],
  ] as const) {
    const bytes = Buffer.from(whole);
    bytes[changed] = (bytes[changed] ?? 0) ^ 1;
    writeFileSync(join(root, 'camera-1', 'main', DAY, `${START + seq * 60_000}-${seq}.mp4`), bytes);
  }
  expect(second).toBeGreaterThan(first);
  const followed = lines.slice(0, first + 1).join('\n').length + 1;
  appendFileSync(journal, '{"crc":"1234');
  // Under another name: of a number that is not given, of none, and in another stream's folder.
  renameSync(at('main', 3), at('main', 3).replace('-3.mp4', '-9.mp4'));
  renameSync(at('sub', 3), `${at('sub', 3)}.bak`);
  renameSync(at('sub', 4), at('main', 4).replace('-4.mp4', '-8.mp4'));
  // Gone; longer than recorded; not in the index; of what was being written, a half picture, and nothing at all.
  unlinkSync(at('sub', 2));
  appendFileSync(at('main', 2), 'junk');
  const open = at('main', 5);
  truncateSync(open, readFileSync(open).length - 50);
  truncateSync(at('sub', 5), 0);
  const main4 = `SELECT id FROM segment WHERE seq = 4 AND stream_id = (SELECT id FROM stream WHERE kind = 'main')`;
  runSql(
    join(root, 'index.sqlite'),
    `DELETE FROM segment_fragments WHERE segment_id = (${main4});
     DELETE FROM segment WHERE id = (${main4});
     UPDATE meta SET value = '${DAY}:${followed}' WHERE key = 'unlinkedPosition';`,
  );
}

/** What cannot be mended, only said: it is shorter than it was recorded, or has another end. */
function shorten(root: string): void {
  const directory = join(root, 'camera-1', 'main', DAY);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const bytes = readFileSync(path);
    if (name.endsWith('-2.mp4')) truncateSync(path, Math.floor(bytes.length / 2));
    if (name.endsWith('-3.mp4'))
      writeFileSync(path, Buffer.concat([bytes.subarray(0, -60), Buffer.alloc(99)]));
  }
}

const check = (root: string, options: Partial<CheckOptions> = {}) =>
  checkArchive({
    volumes: [{ id: 'v1', path: root }],
    nowUnixMs: NOW,
    deep: true,
    verifyHead: () => true,
    signer: SIGNER,
    ...options,
  });

/** Files but index, lock and journal, by their paths; null for a directory, which comes before what is in it. */
function filesOf(root: string): ReadonlyMap<string, Uint8Array | null> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = names.map((entry) => ({
    entry,
    path: join(entry.parentPath, entry.name).slice(root.length + 1),
  }));
  return new Map(
    paths
      .filter(({ path }) => !/^(index|lock)\.sqlite/.test(path))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ entry, path }) => [path, entry.isDirectory() ? null : readFileSync(join(root, path))]),
  );
}

interface Outcome {
  /** Errors and notices that are left behind the repair, but for how often a thing was put aside. */
  readonly findings: readonly string[];
  /** Path and digest of each file of footage. */
  readonly footage: readonly string[];
  readonly aside: readonly Uint8Array[];
  /** What the journal says was mended. */
  readonly mended: readonly string[];
  readonly rows: readonly string[];
}

/** Mends to the end, and looks at each byte. */
async function mend(root: string, where: string): Promise<Outcome> {
  const { findings } = await check(root, { repair: true });
  const files = [...filesOf(root)].filter(([, bytes]) => bytes !== null);
  const digestOf = (bytes: Uint8Array | null): string => toHex(sha256(bytes ?? new Uint8Array(0)));
  const isAside = (path: string): boolean => path.startsWith('put-aside/');
  const journal = readFileSync(join(root, 'journal', DAY), 'utf8').split('\n');
  const repairs = journal.filter((line) => line.includes('"type":"repair"'));
  expect(repairs.length, where).toBeGreaterThan(0);
  const database = new DatabaseSync(join(root, 'index.sqlite'), { readOnly: true });
  const rows = [
    ...database
      .prepare(
        `SELECT camera_id, kind, seq, state, segment.start_unix_ms, end_unix_ms, size_bytes, sync_seq, hex(hash) AS hash
         FROM segment JOIN stream ON stream.id = stream_id JOIN segment_fragments ON segment_id = segment.id ORDER BY 1, 2, 3`,
      )
      .all(),
    ...database
      .prepare(
        `SELECT camera_id, kind, seq, reason FROM tombstone JOIN stream ON stream.id = stream_id ORDER BY 1, 2, 3`,
      )
      .all(),
    ...database.prepare('SELECT camera_id, kind, hex(chain) AS chain FROM stream ORDER BY 1, 2').all(),
  ].map((row) => JSON.stringify(row));
  database.close();
  return {
    findings: findings
      .filter(({ kind, repaired }) => kind !== 'put-aside' && !repaired)
      .map(({ kind, stream, seq }) => `${kind} ${stream?.kind} ${seq}`),
    footage: files
      .filter(([path]) => parseSegmentPath(path) !== null)
      .map(([path, bytes]) => `${path} ${digestOf(bytes)}`),
    aside: files.flatMap(([path, bytes]) => (isAside(path) && bytes !== null ? [bytes] : [])),
    // A line that was never whole said nothing: it is cut before there can be one about it.
    mended: [...new Set(repairs.map((line) => /"path":"([^"]+)"/.exec(line)?.[1] ?? ''))]
      .filter((path) => !path.startsWith('journal/'))
      .toSorted(),
    rows,
  };
}

/** The steps of one repair, told to `onStep` as a disk that could be left there. */
async function cutEverywhere(
  damaged: string,
  onDisk: (root: string, where: string) => Promise<void>,
): Promise<number> {
  const root = join(folder, 'log');
  mkdirSync(root);
  cpSync(join(damaged, 'index.sqlite'), join(root, 'index.sqlite'));
  const storage = new SimulatedStorage({ root });
  const snapshot = (): void => {
    const database = new DatabaseSync(join(root, 'index.sqlite'), { readOnly: true });
    storage.noteCommit(database.serialize());
    database.close();
  };
  for (const [path, bytes] of filesOf(damaged)) {
    if (bytes === null) storage.makeDirectory(`${root}/${path}`);
    else {
      const file = storage.createFile(`${root}/${path}`);
      storage.append(file, bytes);
      storage.syncData(file);
      storage.close(file);
    }
    storage.syncDirectory(`${root}/${path}`.replace(/\/[^/]*$/, ''));
  }
  snapshot();
  const before = storage.log.length;
  const findings = new FindingList('v1');
  repairVolume({
    storage,
    root,
    volumeId: 'v1',
    signer: SIGNER,
    nowUnixMs: NOW,
    findings,
    afterCommit: snapshot,
  });
  expect(storage.openHandles).toBe(0);
  rmSync(root, { recursive: true });
  const cut = new PowerCut(root);
  const disks = new Set<string>();
  for (const [at, operation] of storage.log.entries()) {
    cut.apply(operation);
    if (at < before - 1) continue;
    for (const variant of CUT_VARIANTS) {
      const disk = cut.digest(variant);
      if (disks.has(disk)) continue;
      disks.add(disk);
      const left = mkdtempSync(join(folder, 'left-'));
      cut.materialize(left, variant);
      await onDisk(left, `step ${at - before} ${operation.type} ${variant}`);
      rmSync(left, { recursive: true });
    }
  }
  return disks.size;
}

/** What a repair that nothing comes between makes of it, and that each one that was cut does the same with the next. */
async function expectSameAfterCuts(harmed: string, findings: readonly string[]): Promise<void> {
  const uncut = join(folder, 'uncut');
  cpSync(harmed, uncut, { recursive: true });
  const expected = await mend(uncut, 'not cut');
  rmSync(uncut, { recursive: true });
  expect(expected.findings).toEqual(findings);
  const disks = await cutEverywhere(harmed, async (root, where) => {
    const { aside, mended, ...after } = await mend(root, where);
    const { aside: expectedAside, mended: expectedMended, ...uncutAfter } = expected;
    expect(after, where).toEqual(uncutAfter);
    expect(mended, where).toEqual(expect.arrayContaining([...expectedMended]));
    const holds = (all: readonly Uint8Array[], one: Uint8Array, length: number): boolean =>
      all.some((other) => Buffer.compare(other.subarray(0, length), one) === 0);
    for (const one of expectedAside) expect(holds(aside, one, Infinity), where).toBe(true);
    // What the cut came between: a copy in part beside the whole one, or a file that stood under both its names.
    for (const one of aside)
      expect(
        holds(expectedAside, one, one.length) || after.footage.join().includes(toHex(sha256(one))),
        where,
      ).toBe(true);
  });
  process.stdout.write(`${disks} disks\n`);
}

test('killed at every step of a repair, the next one ends clean: nothing lost, nothing silent', async () => {
  const harmed = join(folder, 'harmed');
  cpSync(killed, harmed, { recursive: true });
  harm(harmed);
  await expectSameAfterCuts(harmed, ['footage-lost sub 2']);
}, 120_000);

test('what a repair can only say stays said, wherever it was killed, and what it cuts off is kept', async () => {
  const shortened = join(folder, 'shortened');
  cpSync(killed, shortened, { recursive: true });
  shorten(shortened);
  await expectSameAfterCuts(shortened, ['content-differs main 2', 'content-differs main 3']);
}, 120_000);
