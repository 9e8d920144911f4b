/** Recorded fragments for our own player, from a real archive over HTTP. */
import { decodeFragmentStream, type LiveFragment, type LiveInit } from '@matlang/contract';
import { readFragment } from '@matlang/media/mp4';
import { expect, onTestFinished, test } from 'vitest';
import {
  openTestSite,
  type RecordedRun,
  recordRuns,
  TEST_NOW_UNIX_MS,
  type TestSite,
} from '../../site-for-tests.ts';

const START = TEST_NOW_UNIX_MS - 3_600_000;

async function recorded(
  runs: readonly Omit<RecordedRun, 'cameraId'>[],
): Promise<{ site: TestSite; id: string }> {
  const site = await openTestSite({ onTestFinished });
  const answer = await site.app.inject({
    method: 'POST',
    url: '/api/v1/cameras',
    payload: { name: 'Cổng chợ', main: { url: 'rtsp://h/1' } },
  });
  const { id } = answer.json<{ id: string }>();
  await recordRuns(
    site.dataDirectory,
    runs.map((run) => ({ ...run, cameraId: id })),
  );
  return { site, id };
}

async function play(
  { site, id }: { site: TestSite; id: string },
  query: string,
): Promise<readonly (LiveInit | LiveFragment)[]> {
  const answer = await site.app.inject(`/api/v1/cameras/${id}/play?${query}`);
  expect(answer.statusCode).toBe(200);
  return decodeFragmentStream(answer.rawPayload);
}

const starts = (messages: readonly (LiveInit | LiveFragment)[]): readonly (number | 'init')[] =>
  messages.map((message) => (message.kind === 'init' ? 'init' : message.wallStartUnixMs - START));

test('a span comes with all of its pictures, from the key frame before it, and begins anew with each run', async () => {
  const asked = await recorded([
    { startUnixMs: START, seconds: 4 },
    { startUnixMs: START + 60_000, seconds: 2, widthPixels: 320 },
  ]);
  const messages = await play(asked, `from=${START + 1500}&to=${START + 90_000}`);
  expect(starts(messages)).toEqual(['init', 1000, 2000, 3000, 'init', 60_000, 61_000]);
  const pictures = messages.flatMap((message) =>
    message.kind === 'init' ? [] : readFragment(message.bytes).samples,
  );
  expect(pictures).toHaveLength(50);
});

test('key frames only: one picture of each GOP, at its own time', async () => {
  const asked = await recorded([{ startUnixMs: START, seconds: 4 }]);
  const messages = await play(asked, `from=${START + 1500}&to=${START + 90_000}&keyFrames=1`);
  expect(starts(messages)).toEqual(['init', 1000, 2000, 3000]);
  for (const message of messages)
    if (message.kind === 'fragment') {
      expect(message.sync).toBe(true);
      expect(readFragment(message.bytes)).toMatchObject({ durationTicks: 90_000, samples: [{ sync: true }] });
    }
});

test('an hour that exists twice comes whole, or its first time alone', async () => {
  const asked = await recorded([
    { startUnixMs: START, seconds: 4 },
    // The clock went back by 2 s.
    { startUnixMs: START + 2000, seconds: 4 },
  ]);
  const span = `from=${START}&to=${START + 90_000}`;
  expect(starts(await play(asked, span))).toEqual([
    'init',
    0,
    1000,
    2000,
    3000,
    'init',
    2000,
    3000,
    4000,
    5000,
  ]);
  expect(starts(await play(asked, `${span}&pass=first`))).toEqual([
    'init',
    0,
    1000,
    2000,
    3000,
    'init',
    4000,
    5000,
  ]);
});

test('what is no question is refused', async () => {
  const { site, id } = await recorded([{ startUnixMs: START, seconds: 1 }]);
  for (const query of ['keyFrames=2', 'pass=third', 'stream=audio', 'unknown=1', 'to=0']) {
    const answer = await site.app.inject(
      `/api/v1/cameras/${id}/play?from=${START}&${query.startsWith('to') ? '' : `to=${START + 1000}&`}${query}`,
    );
    expect([query, answer.statusCode]).toEqual([query, 400]);
  }
});
