import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NodeStorage } from '../storage/node-storage.ts';
import { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { encodeJournalLine, parseJournalLine } from './journal-line.ts';
import { type JournalLine, type JournalPosition, readJournal } from './read-journal.ts';

const DAY = Date.UTC(2026, 10, 24);
const storage = new NodeStorage();
const event = (n: number): JournalEntry => ({ type: 'event', atUnixMs: n, event: 'dấu', detail: { n } });
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-journal-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function lines(): JournalLine[] {
  const found: JournalLine[] = [];
  readJournal(storage, root, null, (line) => found.push(line));
  return found;
}
const open = (known: JournalPosition | null = null) => {
  const cuts: number[] = [];
  return { journal: Journal.open(storage, root, known, (_, cutBytes) => cuts.push(cutBytes)), cuts };
};

test('lines are JSON, and come back in order over days', () => {
  const { journal } = open();
  journal.append([event(1), event(2)], DAY);
  journal.append([event(3)], DAY + 86_400_000);
  journal.append([event(4)], DAY - 86_400_000 * 30); // the clock stepped back: order stays
  journal.close();
  expect(lines().map((line) => (line.entry?.type === 'event' ? line.entry.atUnixMs : null))).toEqual([
    1, 2, 3, 4,
  ]);
  expect(storage.list(`${root}/journal`)).toHaveLength(2);
  expect(JSON.parse(Buffer.from(encodeJournalLine(event(5))).toString())).toMatchObject({ entry: event(5) });
  const again = open();
  expect(again.journal.position).toEqual(lines().at(-1)?.end);
});

test('cut at any byte: the torn line goes, all before it stay, the next one is whole', () => {
  const { journal } = open();
  for (let n = 0; n < 3; n += 1) journal.append([event(n)], DAY);
  journal.close();
  const path = `${root}/journal/2026-11-24`;
  const ends = lines().map((line) => line.end.offsetBytes);
  for (let cut = ends[2]! - 1; cut > ends[1]!; cut -= 7) {
    truncateSync(path, cut);
    expect(lines().at(-1)?.fault).toBe('torn');
    const { journal: next, cuts } = open();
    next.append([event(9)], DAY);
    next.close();
    expect(cuts).toEqual([cut - ends[1]!]);
    expect(lines().map((line) => line.fault)).toEqual([null, null, null]);
  }
});

test('a damaged line costs only itself, also a very long one', () => {
  const good = Buffer.from(encodeJournalLine(event(1)));
  const junk = Buffer.alloc(3_000_000, 0x61);
  storage.makeDirectory(`${root}/journal`);
  writeFileSync(
    `${root}/journal/2026-11-24`,
    Buffer.concat([good, junk, Buffer.from('\n'), good, Buffer.from('\n'), good]),
  );
  expect(lines().map((line) => line.fault)).toEqual([null, 'damaged', null, 'damaged', null]);
});

test('no bytes make the reader throw, and no changed byte passes', () => {
  const line = encodeJournalLine(event(1)).slice(0, -1);
  expect(parseJournalLine(line)).toEqual(event(1));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseJournalLine(bytes) === null));
  fc.assert(
    fc.property(fc.nat(line.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = line.slice();
      changed[at] = (changed[at] ?? 0) ^ flip;
      return parseJournalLine(changed) === null;
    }),
  );
});

test('an entry of a kind or shape that is not known is no entry', () => {
  const encode = (entry: object) => {
    const line = encodeJournalLine(event(1));
    const text = JSON.stringify(entry);
    return parseJournalLine(
      Buffer.from(
        `${Buffer.from(line).toString('latin1', 0, 8)}${crc32(text).toString(16).padStart(8, '0')}","entry":${text}}`,
      ),
    );
  };
  expect(encode(event(1))).toEqual(event(1));
  expect(encode({ type: 'future', atUnixMs: 1 })).toBe(null);
  expect(encode({ type: 'stopped', atUnixMs: '1' })).toBe(null);
  expect(
    encode({
      type: 'gap',
      cameraId: 'c',
      kind: 'main',
      startUnixMs: 1,
      endUnixMs: null,
      cause: 'bored',
      detail: null,
    }),
  ).toBe(null);
  expect(() =>
    encodeJournalLine({ type: 'event', atUnixMs: 1, event: 'x', detail: { x: 'y'.repeat(70_000) } }),
  ).toThrow(TypeError);
});

test.each(['../../outside', 'a/b', '', '.', 'journal', 'x'.repeat(65)])(
  'camera id %j, which would be no directory of the volume, is damage',
  (cameraId) => {
    const entry: JournalEntry = {
      type: 'tombstone',
      cameraId,
      kind: 'main',
      seq: 0,
      startUnixMs: DAY,
      endUnixMs: DAY + 1,
      sizeBytes: 1,
      hash: '00'.repeat(32),
      reason: 'retention',
      atUnixMs: DAY,
    };
    const line = encodeJournalLine({ ...entry, cameraId: 'camera-1' });
    expect(parseJournalLine(line.subarray(0, -1))).toMatchObject({ cameraId: 'camera-1' });
    expect(parseJournalLine(encodeJournalLine(entry).subarray(0, -1))).toBe(null);
  },
);

test('from a line that was synced on, only the end is looked at; a position that is behind no line is not believed', () => {
  const { journal } = open();
  journal.append([event(1), event(2)], DAY);
  journal.close();
  const known = journal.position!;
  const path = `${root}/journal/2026-11-24`;
  const whole = readFileSync(path);
  writeFileSync(path, Buffer.concat([whole, Buffer.from('{"crc":"torn')]));
  for (const offsetBytes of [known.offsetBytes, known.offsetBytes - 5, known.offsetBytes + 500]) {
    const { journal: again, cuts } = open({ ...known, offsetBytes });
    expect(again.position).toEqual(known);
    expect(cuts).toEqual([12]);
    expect(readFileSync(path)).toEqual(whole);
    writeFileSync(path, Buffer.concat([whole, Buffer.from('{"crc":"torn')]));
  }
});

test('a line that the index could not be read with again is damage: unknown reasons, digests that are none', () => {
  const hash = 'ab'.repeat(32);
  const stone: JournalEntry = {
    type: 'tombstone',
    cameraId: 'camera-1',
    kind: 'main',
    seq: 0,
    startUnixMs: 0,
    endUnixMs: 1,
    sizeBytes: 2,
    hash,
    reason: 'space',
    atUnixMs: 3,
  };
  const parsed = (change: object): JournalEntry | null => {
    const entry: JournalEntry = { ...stone, ...change };
    return parseJournalLine(encodeJournalLine(entry).subarray(0, -1));
  };
  expect(parsed({})).toEqual(stone);
  expect(parsed({ hash: null })).toEqual({ ...stone, hash: null });
  for (const change of [
    { reason: 'spring' },
    { hash: 'zz'.repeat(32) },
    { hash: hash.slice(2) },
    { hash: hash.toUpperCase() },
  ])
    expect(parsed(change)).toBe(null);
});
