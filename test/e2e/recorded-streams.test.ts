/** Which streams of a camera are kept is its owner's choice: only the sub stream, or none. What is not kept can be watched all the same. */
import { LinkClient, temporaryDirectory, until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { FRAMES_PER_SECOND, numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { cameraIdOf, socketOf } from '../rig/recorder-site.ts';
import { numbersOf, readSamples } from './recorded-samples.ts';
import { startRecording } from './recording.ts';

const SUB_ONLY = 1;
const NONE = 2;
const OFF = 3;
const DISABLED = 4;
const RECORDED_MS = 2000;

test('record: sub keeps the sub stream alone, record: none nothing; the main streams go to viewers; what is off is not asked for', {
  timeout: 90_000,
}, async (context) => {
  const data = await temporaryDirectory(context);
  const served = () => serveNumbered(context, numberedSource());
  const [main, sub, other] = [await served(), await served(), await served()];
  const unasked = await served();
  const recording = await startRecording(context, data, [
    { number: SUB_ONLY, url: main.url, subUrl: sub.url, record: 'sub' },
    { number: NONE, url: other.url, record: 'none' },
    { number: OFF, url: unasked.url, record: 'none', live: false },
    { number: DISABLED, url: unasked.url, enabled: false },
  ]);
  const viewer = new LinkClient(socketOf(data));
  onTestFinished(() => viewer.close());
  for (const number of [SUB_ONLY, NONE, OFF, DISABLED])
    viewer.send({
      type: 'subscribe',
      channel: number,
      cameraId: cameraIdOf(number),
      kind: 'main',
      creditBytes: 1 << 20,
      priority: 1,
    });
  const shown = (): ReadonlySet<number> =>
    new Set(viewer.of('channel-fragment').map(({ channel }) => channel));
  await until('both main streams are shown', () => shown().size === 2);
  await until('the sub stream is on disk', () => recording.recordedMs(SUB_ONLY, 'sub') >= RECORDED_MS);
  const isRecording = (number: number, kind: 'main' | 'sub'): boolean | undefined =>
    recording.statistics(number, kind)?.recording;
  await until('it says what it keeps', () => isRecording(SUB_ONLY, 'sub') === true);
  expect([isRecording(SUB_ONLY, 'main'), isRecording(NONE, 'main')]).toEqual([false, false]);

  // Not one picture went to whoever has it off, in all this time.
  expect(unasked.sent).toEqual([]);

  await recording.stop();
  const kept = numbersOf(readSamples(recording.segmentFiles(SUB_ONLY, 'sub')));
  expect(kept.length).toBeGreaterThanOrEqual((RECORDED_MS / 1000) * FRAMES_PER_SECOND);
  expect(kept).toEqual(sub.sent.slice(0, kept.length).map(({ number }) => number));
  expect([SUB_ONLY, NONE].map((number) => recording.segmentFiles(number, 'main'))).toEqual([[], []]);
  const streamsOf = async (number: number): Promise<readonly string[]> => {
    const { spans, gaps } = await recording.timeline(number);
    return [...new Set([...spans, ...gaps].map(({ stream }) => stream))];
  };
  // No gap is told either of what was never to be kept.
  expect([await streamsOf(SUB_ONLY), await streamsOf(NONE)]).toEqual([['sub'], []]);
  expect(await recording.check()).toMatchObject({ clean: true, findings: [] });
});
