/** Playlists of cameras that cut footage very small, and of long spans: bounded, in slices, given up when nobody waits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoFormat } from '@matlang/media/stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamKey } from '../port/stream-key.ts';
import { addRows } from '../reading/rows-for-tests.ts';
import { VolumeForTests } from '../reading/volume-for-tests.ts';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import { type ArchiveReader, openArchiveReader } from '../reading.ts';
import { encodeFragmentTable, type FragmentEntry, FragmentTable } from '../segment/fragment-table.ts';
import { groupFragments } from './fragment-groups.ts';
import { MAX_PLAYLIST_ENTRIES } from './group-limits.ts';
import type { HlsMediaRequest } from './playlist.ts';

const T0 = Date.UTC(2026, 1, 3);
const HOUR_MS = 3_600_000;
const FORMAT: VideoFormat = {
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: 360,
  pixelAspect: null,
  codecString: 'avc1.42c01e',
  parameterSets: {
    vps: [],
    sps: [Uint8Array.from([0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x47, 0xfe, 0x80])],
    pps: [Uint8Array.from([0x68, 0xcb, 0x83, 0xcb, 0x20])],
  },
  reorderDepth: 0,
  declaredFrameTicks: null,
};

let folder = '';
let volume: VolumeForTests;
let reader: ArchiveReader;
let cameras = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-many-fragments-'));
  volume = new VolumeForTests(join(folder, 'one'));
  reader = openArchiveReader({ volumes: [{ id: 'one', path: volume.path }] });
});
afterAll(() => {
  reader.close();
  volume.close();
  rmSync(folder, { recursive: true, force: true });
});

function record(segments: number, fragments: number, fragmentMs: number): StreamKey {
  cameras += 1;
  const stream: StreamKey = {
    cameraId: `0192f0c4-7a10-7000-8000-${String(cameras).padStart(12, '0')}`,
    kind: 'main',
  };
  const run = volume.beginRun(stream, FORMAT, T0);
  addRows(volume, run, { startUnixMs: T0, segments, fragments, fragmentMs });
  return stream;
}

const request = (
  stream: StreamKey,
  toUnixMs: number,
  more: Partial<HlsMediaRequest> = {},
): HlsMediaRequest => ({
  cameraId: stream.cameraId,
  stream: stream.kind,
  fromUnixMs: T0,
  toUnixMs,
  nowUnixMs: T0 + 1000 * HOUR_MS,
  uriForSegment: ({ seq }) => `seg-${seq}`,
  ...more,
});

const durationsOf = (text: string): number[] =>
  [...text.matchAll(/#EXTINF:([\d.]+)/g)].map((match) => Number(match[1]));

const fragment = fc.record({
  durationTicks: fc.oneof(fc.constant(3600), fc.integer({ min: 1, max: 1_500_000 })),
  startsOnSync: fc.boolean(),
  sizeBytes: fc.integer({ min: 1, max: 1000 }),
});

describe('playlists of very many fragments', () => {
  it('packed tables give the entries that unpacked fragments give', () => {
    fc.assert(
      fc.property(
        fc.array(fragment, { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        fc.constantFrom(2, 6, Number.POSITIVE_INFINITY),
        (parts, growing, minSeconds) => {
          let [ticks, offsetBytes] = [777, 100];
          const fragments = parts.map(({ durationTicks, startsOnSync, sizeBytes }): FragmentEntry => {
            const entry = {
              offsetBytes,
              sizeBytes,
              tableBytes: 0,
              wallStartUnixMs: T0 + Math.round(ticks / 90),
              startTicks: ticks,
              durationTicks,
              sampleCount: 1,
              startsOnSync,
              hasSync: startsOnSync,
            };
            ticks += durationTicks;
            offsetBytes += sizeBytes;
            return entry;
          });
          const origin = { startUnixMs: T0, startTicks: 777 };
          const table = new FragmentTable(encodeFragmentTable(fragments, origin), origin);
          const segment = {
            volume: { id: 'one' },
            stream: { cameraId: 'a', kind: 'main' },
            row: { seq: 7 },
            run: { timescale: 90_000, init: new Uint8Array(100), codecString: 'x' },
          };
          const walked = { segment, fragments, firstShown: 0, continues: true };
          const maxSeconds = minSeconds === Number.POSITIVE_INFINITY ? minSeconds : 10;
          const groups = [table, null].map((packed) =>
            groupFragments({ ...walked, table: packed } as unknown as WalkedSegment, growing, {
              minSeconds,
              maxSeconds,
            }),
          );
          expect(groups[0]).toEqual(groups[1]);
          expect(groups[0]!.reduce((sum, group) => sum + group.sizeBytes, 0)).toBeLessThanOrEqual(
            offsetBytes - 100,
          );
          for (const group of groups[0]!.slice(1))
            expect(group.startsOnSync || minSeconds !== Number.POSITIVE_INFINITY).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a picture a fragment makes no entry a picture', async () => {
    const stream = record(300, 600, 40);
    const { text } = await reader.hlsMediaPlaylist(request(stream, T0 + 2 * HOUR_MS));
    expect(durationsOf(text)).toEqual(Array.from({ length: 3600 }, () => 2));
    const long = await reader.hlsMediaPlaylist(request(stream, T0 + 3 * HOUR_MS));
    expect(durationsOf(long.text)).toEqual(Array.from({ length: 300 }, () => 24));
  });

  it('a growing span has coarser entries behind its first two hours, the same at every try', async () => {
    const stream = record(180, 60, 1000);
    const ask = async (nowUnixMs: number): Promise<string> =>
      (await reader.hlsMediaPlaylist(request(stream, T0 + 30 * HOUR_MS, { nowUnixMs }))).text;
    const now = await ask(T0 + 3 * HOUR_MS);
    expect(durationsOf(now)).toEqual([
      ...Array.from({ length: 3600 }, () => 2),
      ...Array.from({ length: 600 }, () => 6),
    ]);
    expect(now).toContain('#EXT-X-TARGETDURATION:10\n');
    expect(await ask(T0 + 20 * HOUR_MS)).toBe(now);
  });

  it('is refused where even an entry a segment is too many', async () => {
    const stream = record(MAX_PLAYLIST_ENTRIES + 1, 1, 20_000);
    const end = T0 + MAX_PLAYLIST_ENTRIES * 20_000;
    const whole = await reader.hlsMediaPlaylist(request(stream, end));
    expect(durationsOf(whole.text)).toHaveLength(MAX_PLAYLIST_ENTRIES);
    await expect(reader.hlsMediaPlaylist(request(stream, end + 1))).rejects.toMatchObject({
      code: 'too-large',
      details: { limitEntries: MAX_PLAYLIST_ENTRIES },
    });
  }, 60_000);

  it('lets others be served meanwhile, and stops when nobody waits', async () => {
    const stream = record(400, 60, 1000);
    const controller = new AbortController();
    let asked = 0;
    const turnsOf = async (signal?: AbortSignal): Promise<{ turns: number; outcome: unknown }> => {
      const [state, playlist] = [
        { turns: 0, outcome: null as unknown },
        reader.hlsMediaPlaylist(
          request(stream, T0 + 7 * HOUR_MS, {
            signal,
            uriForSegment: ({ seq }) => {
              asked += 1;
              if (seq === 100 && signal !== undefined) controller.abort();
              return `seg-${seq}`;
            },
          }),
        ),
      ];
      const settled = playlist.then(
        ({ text }) => (state.outcome = text),
        (error: unknown) => (state.outcome = error),
      );
      while (state.outcome === null) {
        await new Promise((resolve) => setImmediate(resolve));
        state.turns += 1;
      }
      await settled;
      return state;
    };
    const whole = await turnsOf();
    expect(durationsOf(String(whole.outcome))).toHaveLength(400);
    // A turn of the event loop at least for 16 segments.
    expect(whole.turns).toBeGreaterThan(400 / 16);
    asked = 0;
    const stopped = await turnsOf(controller.signal);
    expect(stopped.outcome).toMatchObject({ code: 'closed' });
    expect(asked).toBe(101);
  });
});
