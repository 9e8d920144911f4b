/**
 * Cameras that do what cameras do: all of them on one recorder, each with its fault, judged by the numbers of the pictures
 * that were handed to its sessions. What was sent is recorded, or the gap ledger says why not.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CameraTimeline, openArchiveReader, type StreamFragment } from '@matlang/archive/reading';
import {
  answerSlowly,
  type CameraFaults,
  halveFrameRate,
  jumpClock,
  silenceThenBurst,
  switchSource,
} from '@matlang/simulator';
import { type FinishingContext, frameMd5, requireWitness, temporaryDirectory, until } from '@matlang/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FRAMES_PER_SECOND,
  type NumberedCamera,
  numberedSource,
  type SentPicture,
  serveNumbered,
} from '../rig/numbered-camera.ts';
import { cameraIdOf } from '../rig/recorder-site.ts';
import { digestOf, nalDigests, numbersOf, type RecordedSample, readSamples } from './recorded-samples.ts';
import { type Recording, startRecording } from './recording.ts';

/** Of the fault, counted in pictures: on a key frame, and 10 pictures behind one. */
const AT_KEY = 3 * FRAMES_PER_SECOND;
const IN_GOP = AT_KEY + 10;
const HOUR_MS = 3_600_000;
/** Below the 10 s after which a silent camera is given up, and above. */
const SHORT_SILENCE_MS = 6000;
const LONG_SILENCE_MS = 20_000;
/** Of every answer: four of them are 6 s until the first picture. */
const SLOW_ANSWER_MS = 1500;
/** The second source of a camera begins here. */
const SECOND_NUMBERS = 100_000;
/** Of sessions over UDP, counted from 1: single pictures, neighbours, and a part of a key frame (1 + 14 packets each). */
const LOST_PACKETS = new Set([30, 31, 60, 61, 62, 100, 125, 170]);
/** What a reset connection may take along: read every 15 ms on a busy machine. */
const PICTURES_IN_FLIGHT = 10;

const SOURCES = {
  restarted: () => numberedSource(),
  resized: () =>
    switchSource(
      numberedSource(),
      numberedSource({ width: 160, height: 128, firstFrameNumber: SECOND_NUMBERS }),
      { atUnit: AT_KEY + 10 },
    ),
  'jumped at a key frame': () => jumpClock(numberedSource(), { atUnit: AT_KEY, byMs: 3 * HOUR_MS }),
  'jumped back in a GOP': () => jumpClock(numberedSource(), { atUnit: IN_GOP, byMs: -5 * HOUR_MS }),
  halved: () => halveFrameRate(numberedSource(), { atUnit: IN_GOP }),
  'one key frame': () => numberedSource({ gopFrames: 2000 }),
  'short silence': () => silenceThenBurst(numberedSource(), { atUnit: IN_GOP, silenceMs: SHORT_SILENCE_MS }),
  'long silence': () => silenceThenBurst(numberedSource(), { atUnit: IN_GOP, silenceMs: LONG_SILENCE_MS }),
  garbage: () => numberedSource(),
  'slow answers': () => numberedSource(),
  lossy: () => numberedSource(),
} as const;
type Name = keyof typeof SOURCES;
/** Of the camera itself, where its source has none. */
const FAULTS: Partial<Record<Name, CameraFaults>> = {
  garbage: { garbage: { everyPackets: 7, sizeBytes: 50 } },
  'slow answers': answerSlowly(SLOW_ANSWER_MS),
  lossy: { losePackets: LOST_PACKETS, reorderRate: 0.1 },
};
const NAMES = Object.keys(SOURCES) as Name[];
const numberOf = (name: Name): number => NAMES.indexOf(name) + 1;

describe('camera faults', () => {
  const cameras = new Map<Name, NumberedCamera>();
  const finishers: (() => Promise<void>)[] = [];
  const whole: FinishingContext = { onTestFinished: (run) => void finishers.push(run) };
  let recording: Recording;
  let directory: string;

  beforeAll(async () => {
    directory = await temporaryDirectory(whole);
    for (const name of NAMES) {
      cameras.set(name, await serveNumbered(whole, SOURCES[name](), { faults: FAULTS[name] ?? null }));
    }
    recording = await startRecording(
      whole,
      directory,
      NAMES.map((name) => ({
        number: numberOf(name),
        url: camera(name).url,
        transport: name === 'lossy' ? 'udp' : 'tcp',
      })),
    );
  });

  afterAll(async () => {
    for (const finish of finishers.toReversed()) await finish();
  });

  const camera = (name: Name): NumberedCamera => {
    const found = cameras.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const samplesOf = (name: Name): readonly RecordedSample[] =>
    readSamples(recording.segmentFiles(numberOf(name)));
  const gapsOf = async (name: Name): Promise<CameraTimeline['gaps']> =>
    (await recording.timeline(numberOf(name))).gaps;

  /** Waits until the picture is on disk, and answers all numbers up to it. */
  const untilOnDisk = async (name: Name, number: number): Promise<readonly number[]> => {
    await until(
      `${name}: picture ${number} on disk`,
      () => numbersOf(samplesOf(name).slice(-60)).some((found) => found >= number),
      30_000,
    );
    const numbers = numbersOf(samplesOf(name));
    return numbers.slice(0, numbers.findIndex((found) => found >= number) + 1);
  };
  const sentUpTo = (name: Name, number: number): readonly SentPicture[] => {
    const { sent } = camera(name);
    return sent.slice(0, sent.findIndex((picture) => picture.number >= number) + 1);
  };
  const sentNumbers = (name: Name, number: number): readonly number[] =>
    sentUpTo(name, number).map((picture) => picture.number);

  test('restarted: two seconds gone', { timeout: 60_000 }, async () => {
    const before = camera('restarted');
    await untilOnDisk('restarted', AT_KEY);
    const { port } = before.server;
    before.server.dropConnections();
    await before.close();
    const states = (): readonly string[] =>
      recording
        .of('stream-state')
        .filter((frame) => frame.cameraId === cameraIdOf(numberOf('restarted')))
        .map(({ state }) => (state.state === 'failed' ? state.code : state.state));
    await until('offline is known', () => states().includes('connection-refused'));
    const after = await serveNumbered(whole, numberedSource({ firstFrameNumber: SECOND_NUMBERS }), { port });
    const last = SECOND_NUMBERS + AT_KEY;
    const numbers = await untilOnDisk('restarted', last);
    const firstPart = numbers.filter((number) => number < SECOND_NUMBERS);
    const sent = before.sent.map(({ number }) => number);
    expect(firstPart).toEqual(sent.slice(0, firstPart.length));
    expect(sent.length - firstPart.length).toBeLessThanOrEqual(PICTURES_IN_FLIGHT);
    expect(numbers.slice(firstPart.length)).toEqual(
      after.sent.map(({ number }) => number).filter((number) => number <= last),
    );
    const { gaps, spans } = await recording.timeline(numberOf('restarted'));
    expect(gaps.map(({ cause }) => cause)).toEqual(['network', 'offline']);
    // The ledger leaves no instant unexplained.
    expect(gaps.map(({ start, end }) => [start, end])).toEqual([
      [spans[0]?.end, gaps[1]?.start],
      [gaps[0]?.end, spans[1]?.start],
    ]);
  });

  test('resized: a new run, both parts play', { timeout: 60_000 }, async (context) => {
    const ffmpeg = requireWitness('ffmpeg', context);
    const last = SECOND_NUMBERS + AT_KEY;
    const numbers = await untilOnDisk('resized', last);
    expect(numbers).toEqual(sentNumbers('resized', last));
    expect(numbers).toHaveLength(IN_GOP + AT_KEY + 1);
    expect(await gapsOf('resized')).toEqual([]);
    const files = recording.segmentFiles(numberOf('resized'));
    expect(files).toHaveLength(2);
    expect(await frameMd5(ffmpeg, files[0] ?? '')).toHaveLength(IN_GOP);
    expect((await frameMd5(ffmpeg, files[1] ?? '')).length).toBeGreaterThanOrEqual(AT_KEY);
  });

  test('jumped at a key frame: three hours ahead, nothing missing', { timeout: 60_000 }, async () => {
    const numbers = await untilOnDisk('jumped at a key frame', 2 * AT_KEY);
    expect(numbers).toEqual(sentNumbers('jumped at a key frame', 2 * AT_KEY));
    expect(await gapsOf('jumped at a key frame')).toEqual([]);
    expect(recording.segmentFiles(numberOf('jumped at a key frame'))).toHaveLength(2);
  });

  test('jumped back in a GOP: missing up to the next key frame, and said', { timeout: 60_000 }, async () => {
    const numbers = await untilOnDisk('jumped back in a GOP', 2 * AT_KEY);
    const nextKey = AT_KEY + FRAMES_PER_SECOND;
    expect(numbers).toEqual(
      sentNumbers('jumped back in a GOP', 2 * AT_KEY).filter(
        (number) => number < IN_GOP || number >= nextKey,
      ),
    );
    const { gaps, spans } = await recording.timeline(numberOf('jumped back in a GOP'));
    expect(gaps.map(({ cause }) => cause)).toEqual(['no-key-frame']);
    expect([gaps[0]?.start, gaps[0]?.end]).toEqual([spans[0]?.end, spans[1]?.start]);
    const gapMs = (gaps[0]?.end ?? 0) - (gaps[0]?.start ?? 0);
    expect(Math.abs(gapMs - ((nextKey - IN_GOP) * 1000) / FRAMES_PER_SECOND)).toBeLessThan(200);
  });

  test('halved: nothing missing, pictures last twice as long', { timeout: 60_000 }, async () => {
    const numbers = await untilOnDisk('halved', 2 * AT_KEY);
    expect(numbers).toEqual(sentNumbers('halved', 2 * AT_KEY));
    expect(await gapsOf('halved')).toEqual([]);
    expect(recording.segmentFiles(numberOf('halved'))).toHaveLength(1);
    const samples = samplesOf('halved').slice(0, numbers.length);
    for (const [i, { durationTicks }] of samples.slice(0, -1).entries()) {
      expect(durationTicks).toBe((((numbers[i + 1] ?? 0) - (numbers[i] ?? 0)) * 90_000) / FRAMES_PER_SECOND);
    }
    expect(samples.some(({ durationTicks }) => durationTicks === 7200)).toBe(true);
  });

  test('one key frame: fragments of a second, the last one can be played', {
    timeout: 60_000,
  }, async (context) => {
    const ffmpeg = requireWitness('ffmpeg', context);
    const last = 8 * FRAMES_PER_SECOND;
    expect(await untilOnDisk('one key frame', last)).toEqual(sentNumbers('one key frame', last));
    const stream = { cameraId: cameraIdOf(numberOf('one key frame')), kind: 'main' } as const;
    const reader = openArchiveReader({ volumes: [recording.volume] });
    const now = Date.now();
    const fragments: StreamFragment[] = [];
    for await (const fragment of reader.streamFragments(stream, now - 60_000, now + 1000)) {
      fragments.push(fragment);
    }
    expect(fragments.length).toBeGreaterThanOrEqual(8);
    for (const [i, { durationTicks, timescale, startsOnSync }] of fragments.entries()) {
      expect(durationTicks).toBeLessThanOrEqual(timescale);
      expect(startsOnSync).toBe(i === 0);
    }
    const lastEnd = fragments.at(-1)?.wallEndUnixMs ?? 0;
    expect(now - lastEnd).toBeLessThan(2500);
    const gop = await reader.locate(stream, lastEnd - 1);
    expect(gop?.startUnixMs).toBe(fragments[0]?.wallStartUnixMs);
    const file = join(directory, 'last-second.mp4');
    if (gop !== null) writeFileSync(file, await reader.readGop(gop));
    reader.close();
    const shown = await frameMd5(ffmpeg, file);
    expect(shown).toHaveLength(readSamples([file]).length);
    expect(shown.length).toBeGreaterThanOrEqual(fragments.length * FRAMES_PER_SECOND - FRAMES_PER_SECOND);
    expect(await gapsOf('one key frame')).toEqual([]);
  });

  test('short silence, then a burst: nothing missing, no time bent', { timeout: 60_000 }, async () => {
    const last = IN_GOP + (SHORT_SILENCE_MS / 1000 + 2) * FRAMES_PER_SECOND;
    const numbers = await untilOnDisk('short silence', last);
    expect(numbers).toEqual(sentNumbers('short silence', last));
    const { gaps, spans } = await recording.timeline(numberOf('short silence'));
    expect(gaps).toEqual([]);
    expect(spans).toHaveLength(1);
    expect(recording.segmentFiles(numberOf('short silence'))).toHaveLength(1);
    for (const { durationTicks } of samplesOf('short silence').slice(0, last)) {
      expect(durationTicks).toBe(3600);
    }
  });

  test('garbage between packets: bit by bit as sent', { timeout: 60_000 }, async () => {
    const last = 4 * AT_KEY;
    expect(await untilOnDisk('garbage', last)).toEqual(sentNumbers('garbage', last));
    const sent = sentUpTo('garbage', last);
    expect(nalDigests(samplesOf('garbage').slice(0, sent.length))).toEqual(
      sent.flatMap(({ nals }) => nals.map(digestOf)),
    );
    expect(await gapsOf('garbage')).toEqual([]);
  });

  test('slow answers: recorded from the first picture, in one session', { timeout: 60_000 }, async () => {
    const [first] = camera('slow answers').sent;
    const last = (first?.number ?? 0) + 2 * AT_KEY;
    expect(await untilOnDisk('slow answers', last)).toEqual(sentNumbers('slow answers', last));
    expect(new Set(camera('slow answers').sent.map(({ session }) => session)).size).toBe(1);
    expect(await gapsOf('slow answers')).toEqual([]);
  });

  test('lossy: what has no missing number is exact, the loss is counted', { timeout: 60_000 }, async () => {
    const last = 8 * FRAMES_PER_SECOND;
    const numbers = await untilOnDisk('lossy', last);
    let packet = 0;
    const exact = sentUpTo('lossy', last).filter(({ packetCount }) => {
      const isWhole = !Array.from({ length: packetCount }, (_, i) => packet + 1 + i).some((nth) =>
        LOST_PACKETS.has(nth),
      );
      packet += packetCount;
      return isWhole;
    });
    expect(packet).toBeGreaterThan(Math.max(...LOST_PACKETS));
    expect(numbers).toEqual(exact.map(({ number }) => number));
    expect(nalDigests(samplesOf('lossy').slice(0, exact.length))).toEqual(
      exact.flatMap(({ nals }) => nals.map(digestOf)),
    );
    const told = recording.of('statistics').length;
    await until('statistics', () => recording.of('statistics').length > told + 1);
    expect(recording.statistics(numberOf('lossy'))).toMatchObject({
      lostPackets: LOST_PACKETS.size,
      transport: 'udp',
    });
    expect(await gapsOf('lossy')).toEqual([]);
  });

  test('long silence: a camera given up and found again', { timeout: 60_000 }, async () => {
    const last = IN_GOP + (LONG_SILENCE_MS / 1000 + 2) * FRAMES_PER_SECOND;
    const numbers = await untilOnDisk('long silence', last);
    const { sent } = camera('long silence');
    const sessions = [...new Set(sent.map(({ session }) => session))];
    expect(sessions).toHaveLength(2);
    expect(numbers).toEqual(sentNumbers('long silence', last));
    const { gaps, spans } = await recording.timeline(numberOf('long silence'));
    expect(gaps.map(({ cause }) => cause)).toEqual(['network']);
    expect([gaps[0]?.start, gaps[0]?.end]).toEqual([spans[0]?.end, spans[1]?.start]);
  });

  test('after all that the archive is clean', { timeout: 60_000 }, async () => {
    await recording.stop();
    expect(await recording.check()).toMatchObject({ clean: true, findings: [] });
  });
});
