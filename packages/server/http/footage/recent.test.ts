/** What a shared screen is sent begins no earlier than it may, whatever lies before it in the same GOP. */
import type { ArchiveReader, StreamFragment } from '@matlang/archive/reading';
import { expect, test } from 'vitest';
import type { ReplayFrame, StillFrame } from '../../live/analyst-link.ts';
import { StillService } from '../stills/still-service.ts';
import { recentFragments, recentFrames } from './recent-fragments.ts';

const INIT = { init: new Uint8Array(1), codecString: 'avc1.42c01e' } as StreamFragment['discontinuity'];

/** A GOP of three seconds, a fragment a second. */
async function* fragments(): AsyncGenerator<StreamFragment> {
  for (let second = 0; second < 9; second += 1)
    yield {
      discontinuity: second === 0 ? INIT : null,
      wallStartUnixMs: second * 1000,
      startsOnSync: second % 3 === 0,
    } as StreamFragment;
}

async function* frames(): AsyncGenerator<ReplayFrame> {
  yield { type: 'channel-init' } as ReplayFrame;
  for (let second = 0; second < 9; second += 1)
    yield { type: 'channel-fragment', wallStartUnixMs: second * 1000, sync: second % 3 === 0 } as ReplayFrame;
}

async function listOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test.each([
  [-Infinity, 0],
  [0, 0],
  [1, 3000],
  [2000, 3000],
  [3000, 3000],
  [3001, 6000],
])(
  'from %i on a player gets what begins with the key frame at %i, and its init segment',
  async (edge, first) => {
    const sent = await listOf(recentFragments(fragments(), edge));
    expect(sent[0]).toMatchObject({ wallStartUnixMs: first, startsOnSync: true, discontinuity: INIT });
    expect(sent.slice(1).every(({ discontinuity }) => discontinuity === null)).toBe(true);
    expect(sent).toHaveLength(9 - first / 1000);
    const coded = await listOf(recentFrames(frames(), edge));
    expect(coded[0]).toEqual({ type: 'channel-init' });
    expect(coded[1]).toMatchObject({ wallStartUnixMs: first, sync: true });
    expect(coded).toHaveLength(10 - first / 1000);
  },
);

test('a still whose key frame lies before is none, alone, in a strip and as the newest', async () => {
  const still = (takenUnixMs: number) =>
    ({ type: 'still', takenUnixMs, jpeg: new Uint8Array(3), final: true }) as StillFrame;
  const maker = {
    // As the analyst does: the key frame before each instant.
    stills: async ({ instants }: { readonly instants: readonly number[] }) => ({
      stills: instants.map((at) => still(Math.floor(at / 3000) * 3000)),
      refusal: null,
    }),
  };
  const archive = {
    streams: async () => ({
      streams: [{ stream: { kind: 'main' }, firstUnixMs: 0, lastUnixMs: 5000 }],
    }),
  } as unknown as ArchiveReader;
  const service = new StillService(maker, archive);
  const seen: number[] = [];
  const viewing = { played: () => undefined, still: (unixMs: number) => void seen.push(unixMs) };
  const { signal } = new AbortController();
  const asked = { cameraId: 'a', stream: 'main', width: 160, earliestUnixMs: 4000 } as const;
  const at = async (unixMs: number) =>
    await service.still({ ...asked, at: unixMs, exact: '0' }, viewing, signal);
  await expect(at(5000)).rejects.toMatchObject({ code: 'kiosk-window' });
  expect((await at(6500)).status).toBe(200);
  await expect(service.last(asked, signal)).rejects.toMatchObject({ code: 'kiosk-window' });
  expect((await service.last({ ...asked, earliestUnixMs: 3000 }, signal)).status).toBe(200);
  const strip = await service.strip({ ...asked, from: 4000, to: 10_000, count: 6 }, viewing, signal);
  for await (const part of strip.media) expect(part).toBeDefined();
  expect(seen.every((unixMs) => unixMs >= 4000)).toBe(true);
  expect(seen).toContain(9000);
});
