/** Deletions made up by somebody who can write the disk and hasn't the node's key; compaction and restarts must not make them true. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { DeletionSealer } from '../commit/deletion-sealer.ts';
import { RecordedDays } from '../compaction/days-for-tests.ts';
import { IndexReader } from '../index/index-reader.ts';
import type { TombstoneEntry } from '../journal/journal-entry.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { fromHex, toHex } from '../proof/digest.ts';
import { isSignedBy, makeMemoryKey, publicKeyOf } from '../proof/ed25519.ts';
import type { NodeSigner } from '../proof/head.ts';
import { nextChain } from '../proof/segment-hash.ts';
import { segmentPath } from '../segment/segment-path.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { ENTRY_AT, followJournal, forgedLine, forgeJournal, runSql } from './forge-for-tests.ts';
import { type CheckOptions, checkArchive, KeptHeads } from './index.ts';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const MAIN: StreamKey = { cameraId: 'camera-1', kind: 'main' };
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'matlang-deletions-'));
const original = join(folder, 'original');
const node: NodeSigner = { keyId: 'node', ...makeMemoryKey() };
const nodeKey = publicKeyOf(node.publicKey ?? new Uint8Array(0));
let root: string;
let copies = 0;
let nowUnixMs = START;

function record(
  at: string,
  days: number,
  options: { seed?: number; signsDeletions?: boolean; signedBefore?: boolean } = {},
): void {
  const volume = new RecordedDays({
    storage: new NodeStorage(),
    root: at,
    startUnixMs: nowUnixMs,
    streams: [MAIN],
    retentionDays: 5,
    segmentsADay: 8,
    signer: node,
    ...options,
  });
  volume.record(days);
  volume.close();
  ({ nowUnixMs } = volume);
}

/** 16 days, kept for 5: the first days are a checkpoint, the next ones tombstones. */
beforeAll(() => {
  cpSync(mkdtempSync(join(folder, 'empty-')), original, { recursive: true });
  record(original, 16);
});
beforeEach(() => {
  copies += 1;
  root = join(folder, `copy-${copies}`);
  cpSync(original, root, { recursive: true });
  nowUnixMs = START + 16 * DAY_MS;
  return () => rmSync(root, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (options: Partial<CheckOptions> = {}) =>
  checkArchive({
    volumes: [{ id: 'v1', path: root }],
    nowUnixMs,
    deep: true,
    verifyHead: (keyId, message, signature) =>
      keyId === node.keyId && nodeKey !== null ? isSignedBy(nodeKey, message, signature) : null,
    signer: node,
    ...options,
  });
const found = async (options: Partial<CheckOptions> = {}) =>
  (await check(options)).findings.map(({ kind, seq }) => `${kind} ${seq}`);
const newestDay = () => readdirSync(join(root, 'journal')).toSorted().at(-1) ?? '';
const journal = (day = newestDay()) => join(root, 'journal', day);
const everyFile = (change: (entry: string) => string | null) => {
  for (const day of readdirSync(join(root, 'journal'))) forgeJournal(journal(day), change);
};
const follow = () => followJournal(join(root, 'index.sqlite'), journal(), newestDay());

function read<T>(question: (index: IndexReader, streamId: number) => T): T {
  const index = IndexReader.open(root);
  try {
    return question(index, index.stream(MAIN)?.id ?? -1);
  } finally {
    index.close();
  }
}

/** What a forger needs to know of a segment is in the index. */
function tombstoneOf(seq: number): TombstoneEntry {
  const [row] = read((index, id) => index.hashedSegmentsFrom(id, seq, 1));
  if (row?.hash === null || row === undefined) throw new Error(`no segment ${seq}`);
  const { startUnixMs, endUnixMs, sizeBytes } = row;
  return {
    type: 'tombstone',
    ...MAIN,
    seq: row.seq,
    startUnixMs,
    endUnixMs,
    sizeBytes,
    hash: toHex(row.hash),
    reason: 'retention',
    atUnixMs: nowUnixMs,
  };
}
const pathOf = ({ seq, startUnixMs }: TombstoneEntry) => segmentPath({ stream: MAIN, seq, startUnixMs });
const append = (...entries: readonly object[]) =>
  appendFileSync(journal(), entries.map((entry) => forgedLine(JSON.stringify(entry))).join(''));
const middleSeq = () => read((index, id) => (index.segmentAfter(id, -1)?.seq ?? 0) + 20);

/** Line, row, file: all that a deletion leaves. */
function deleteByHand(stone: TombstoneEntry, ...before: readonly object[]): void {
  append(...before, stone);
  const { seq, startUnixMs, endUnixMs, sizeBytes, hash, reason, atUnixMs } = stone;
  runSql(
    join(root, 'index.sqlite'),
    `INSERT INTO tombstone VALUES (1, ${seq}, ${startUnixMs}, ${endUnixMs}, ${sizeBytes}, x'${hash}', '${reason}', ${atUnixMs});
     DELETE FROM segment_fragments WHERE segment_id = (SELECT id FROM segment WHERE seq = ${seq});
     DELETE FROM segment WHERE seq = ${seq};`,
  );
  unlinkSync(join(root, pathOf(stone)));
  follow();
}

test('what a recorder deletes is signed, tombstones and checkpoints; also in an index made anew', async () => {
  expect(
    read((index, id) => [index.checkpoints(id).length, index.tombstonesFrom(id, 0, 1000).length > 20]),
  ).toEqual([1, true]);
  expect(await found()).toEqual([]);
  expect(await found({ rebuild: true })).toEqual([]);
  record(root, 12, { seed: 5 });
  expect(await found()).toEqual([]);
});

test('a made-up tombstone line does not make the recorder destroy anything, and stays an error', async () => {
  const stone = tombstoneOf(middleSeq());
  const bytes = readFileSync(join(root, pathOf(stone)));
  append(stone);
  expect(await found()).toContain(`deletion-unsigned ${stone.seq}`);
  // The next start, and days of compaction, and what people then try.
  record(root, 14, { seed: 9 });
  const aside = join(root, 'put-aside', pathOf(stone));
  expect(readFileSync(aside)).toEqual(bytes);
  expect(await found()).toEqual(expect.arrayContaining([`deletion-unsigned ${stone.seq}`, 'put-aside null']));
  expect(await found({ rebuild: true })).toContain(`deletion-unsigned ${stone.seq}`);
  expect(await found({ repair: true })).toContain(`deletion-unsigned ${stone.seq}`);
  expect(readFileSync(aside)).toEqual(bytes);
});

test('a deletion that a power cut undid: put aside at the next start, gone a week later', async () => {
  const stone = tombstoneOf(read((index, id) => index.segmentAfter(id, -1)?.seq ?? 0));
  const bytes = readFileSync(join(root, pathOf(stone)));
  record(root, 0.25, { seed: 5 });
  expect(existsSync(join(root, pathOf(stone)))).toBe(false);
  // The power went before the directory was synced, so that the index doesn't call the deletion finished.
  mkdirSync(dirname(join(root, pathOf(stone))), { recursive: true });
  writeFileSync(join(root, pathOf(stone)), bytes);
  runSql(join(root, 'index.sqlite'), "DELETE FROM meta WHERE key = 'unlinkedPosition'");
  record(root, 1, { seed: 6 });
  expect(await found()).toEqual(['put-aside null']);
  record(root, 9, { seed: 7 });
  expect(await found()).toEqual([]);
});

test('footage deleted by hand, in journal, index and files together', async () => {
  const stone = tombstoneOf(middleSeq());
  deleteByHand(stone);
  expect(await found()).toEqual([`deletion-unsigned ${stone.seq}`]);
  record(root, 14, { seed: 9 });
  expect(await found()).toEqual([`deletion-unsigned ${stone.seq}`]);
  expect(await found({ rebuild: true })).toEqual([`deletion-unsigned ${stone.seq}`]);
});

test('a key that the node did not certify signs nothing; neither does another deletion’s seal', async () => {
  const stone = tombstoneOf(middleSeq());
  const forger = DeletionSealer.certified('v1', { keyId: 'node', ...makeMemoryKey() }, nowUnixMs);
  deleteByHand(stone, ...forger.seal([stone], 'any'));
  expect(await found()).toEqual([`deletion-unsigned ${stone.seq}`]);
  const other = tombstoneOf(stone.seq + 3);
  const lines = readFileSync(journal(readdirSync(join(root, 'journal')).toSorted().at(-3)), 'utf8').split(
    '\n',
  );
  const signed = lines
    .filter((line) => /"type":"(deletion-key|seal)"/.test(line))
    .map((line) => line.slice(ENTRY_AT, -1));
  expect(signed.length).toBeGreaterThan(1);
  deleteByHand(other, ...signed.map((entry): object => JSON.parse(entry)));
  expect(await found()).toContain(`deletion-unsigned ${other.seq}`);
});

test('an altered reason or time of a deletion', async () => {
  const seq = read((index, id) => index.tombstonesFrom(id, 0, 1)[0]?.seq ?? 0);
  everyFile((entry) =>
    entry.includes('"type":"tombstone"') && entry.includes(`"seq":${seq},`)
      ? entry.replace('"retention"', '"deleted"')
      : entry,
  );
  runSql(join(root, 'index.sqlite'), `UPDATE tombstone SET reason = 'deleted' WHERE seq = ${seq}`);
  expect(await found()).toEqual([`deletion-unsigned ${seq}`]);
});

test('signatures that are taken away, all of them: signed heads say that there were some', async () => {
  everyFile((entry) => (/"type":"(deletion-key|seal|adopted)"/.test(entry) ? null : entry));
  runSql(join(root, 'index.sqlite'), "DELETE FROM meta WHERE key = 'deletionsSigned'");
  follow();
  expect((await check()).findings.map(({ kind }) => kind)).toContain('deletion-unsigned');
});

test('a made-up checkpoint between two signed heads', async () => {
  const checkpoint = read((index, id) => index.checkpoints(id)[0]);
  const heads = read((index, id) => index.heads(id)).filter(({ seq }) => seq > middleSeq());
  const [before, after] = [heads[0], heads[3]];
  if (checkpoint === undefined || before === undefined || after === undefined) throw new Error('no heads');
  const gone = read((index, id) => index.segmentsFrom(id, before.seq + 1, after.seq - before.seq));
  for (const row of gone) unlinkSync(join(root, segmentPath({ ...row, stream: MAIN })));
  const seqs = gone.map(({ seq }) => seq);
  everyFile((entry) =>
    seqs.some((seq) => entry.includes(`"seq":${seq},`)) &&
    !entry.includes(`"type":"head","cameraId":"camera-1","kind":"main","seq":${after.seq},`)
      ? null
      : entry,
  );
  const [fromSeq, toSeq] = [before.seq + 1, after.seq];
  const span = { startUnixMs: gone[0]?.startUnixMs, endUnixMs: gone.at(-1)?.endUnixMs };
  append({
    type: 'checkpoint',
    ...MAIN,
    fromSeq,
    toSeq,
    chainBefore: toHex(before.chain),
    chainAfter: toHex(after.chain),
    ...span,
    segments: seqs.length,
    sizeBytes: 1,
    reasons: { retention: seqs.length },
    atUnixMs: nowUnixMs,
  });
  rmSync(join(root, 'index.sqlite'));
  expect(await found({ rebuild: true })).toContain(`deletion-unsigned ${fromSeq}`);
  record(root, 14, { seed: 9 });
  expect(await found()).toContain(`deletion-unsigned ${fromSeq}`);
});

test('an archive from before deletions were signed is clean, and what it deleted is adopted once', async () => {
  rmSync(root, { recursive: true });
  cpSync(mkdtempSync(join(folder, 'empty-')), root, { recursive: true });
  nowUnixMs = START;
  record(root, 16, { signsDeletions: false });
  expect(await found()).toEqual(['deletion-before-signing null']);
  expect((await check()).clean).toBe(true);
  record(root, 1, { seed: 5 });
  expect(await found()).toEqual([]);
  const stone = tombstoneOf(middleSeq());
  deleteByHand(stone);
  expect(await found()).toEqual([`deletion-unsigned ${stone.seq}`]);
  record(root, 14, { seed: 9 });
  expect(await found()).toEqual([`deletion-unsigned ${stone.seq}`]);
});

/** The journal's heads, as somebody outside would have kept them. */
function keepHeads(): { readonly keptHeads: KeptHeads } {
  const keptHeads = new KeptHeads();
  onTestFinished(() => keptHeads.close());
  for (const head of read((index, id) => index.heads(id)))
    keptHeads.add('v1', { stream: MAIN, seq: head.seq, chain: toHex(head.chain) }, head.signedUnixMs);
  return { keptHeads };
}

/** Everything that was ever signed, in journal and index. */
function stripSignatures(): void {
  everyFile((entry) => (/"type":"(deletion-key|seal|adopted|head)"/.test(entry) ? null : entry));
  runSql(join(root, 'index.sqlite'), "DELETE FROM head; DELETE FROM meta WHERE key = 'deletionsSigned'");
  follow();
}

test('a deletion by hand after every signature was taken away: what is kept outside tells of them', async () => {
  const kept = keepHeads();
  const remembered = { deletionsSignedUnixMs: () => START };
  const stone = tombstoneOf(middleSeq());
  stripSignatures();
  deleteByHand(stone);
  // Nobody outside knows anything: this is what it was.
  expect(await found()).not.toContain(`deletion-unsigned ${stone.seq}`);
  expect(await found(kept)).toContain(`deletion-unsigned ${stone.seq}`);
  expect(await found(remembered)).toContain(`deletion-unsigned ${stone.seq}`);
  // A recorder that doesn't remember adopts it, and is not believed.
  const forged = join(folder, `forged-${copies}`);
  const before = nowUnixMs;
  cpSync(root, forged, { recursive: true });
  record(root, 1, { seed: 5 });
  expect(await found(kept)).toContain(`deletion-unsigned ${stone.seq}`);
  expect(await found(remembered)).toContain(`deletion-unsigned ${stone.seq}`);
  // One that does makes it an error even for a check that knows nothing.
  rmSync(root, { recursive: true });
  cpSync(forged, root, { recursive: true });
  nowUnixMs = before;
  record(root, 1, { seed: 5, signedBefore: true });
  expect(await found()).toContain(`deletion-unsigned ${stone.seq}`);
});

test('footage that was altered with its chain made anew, and the number that was kept turned into nothing', async () => {
  const kept = keepHeads();
  const seqs = read((index, id) => index.heads(id).map(({ seq }) => seq));
  const keptSeq = seqs.at(-3) ?? 0;
  stripSignatures();
  let chain = '';
  everyFile((entry) => {
    const line = JSON.parse(entry);
    if (line.type !== 'segment') return entry;
    if (line.seq < keptSeq) ({ chain } = line);
    if (line.seq < keptSeq) return entry;
    if (line.seq === keptSeq) {
      const { cameraId, kind, seq, startUnixMs } = line;
      const span = { seq, startUnixMs, endUnixMs: startUnixMs, sizeBytes: 0, hash: null };
      return JSON.stringify({
        type: 'tombstone',
        cameraId,
        kind,
        ...span,
        reason: 'repair',
        atUnixMs: START,
      });
    }
    chain = toHex(nextChain(fromHex(chain), fromHex(line.hash)));
    return JSON.stringify({ ...line, chain });
  });
  follow();
  unlinkSync(join(root, 'index.sqlite'));
  await check({ rebuild: true });
  expect(await found(kept)).toContain(`head-differs ${seqs.at(-1)}`);
  expect(await found(kept)).toContain(`head-differs ${keptSeq}`);
});

test('an unsigned checkpoint before the signed one of the same numbers', async () => {
  const [row] = read((index, id) => index.checkpoints(id));
  if (row === undefined) throw new Error('no checkpoint');
  everyFile((entry) => {
    if (!entry.includes('"type":"checkpoint"')) return entry;
    const line = JSON.parse(entry);
    return line.toSeq === row.toSeq ? JSON.stringify({ ...line, segments: line.segments + 1 }) : entry;
  });
  runSql(join(root, 'index.sqlite'), `UPDATE checkpoint SET segments = segments + 1`);
  follow();
  expect(await found()).toContain(`deletion-unsigned ${row.fromSeq}`);
  rmSync(root, { recursive: true });
  cpSync(original, root, { recursive: true });
  const day = readdirSync(join(root, 'journal')).toSorted()[0] ?? '';
  const lines = readFileSync(journal(day), 'utf8');
  const genuine = readdirSync(join(root, 'journal'))
    .flatMap((name) => readFileSync(journal(name), 'utf8').split('\n'))
    .map((line) => line.slice(ENTRY_AT, -1))
    .find((entry) => entry.includes('"type":"checkpoint"') && entry.includes(`"toSeq":${row.toSeq},`));
  const forged = { ...JSON.parse(genuine ?? '{}'), sizeBytes: 7 };
  writeFileSync(journal(day), forgedLine(JSON.stringify(forged)) + lines);
  runSql(join(root, 'index.sqlite'), `UPDATE checkpoint SET size_bytes = 7`);
  follow();
  expect(await found()).toContain(`deletion-unsigned ${row.fromSeq}`);
});
