/** Damaged recordings and streams through the services: an answer of the closed list, what is whole is shown, and nothing is written. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveReader, openArchiveReader } from '@matlang/archive/reading';
import type { FromAnalystFrame } from '@matlang/link';
import { recordClip, requireWitness, temporaryDirectory, until } from '@matlang/testkit';
import { describe, expect, type TestContext, test } from 'vitest';
import { DECODERS } from './decoders-for-tests.ts';
import { makeClip } from './picture/recognise-for-tests.ts';
import { refusalOf } from './stills/still-refusal.ts';
import { StillService } from './stills/still-service.ts';
import { ClipRecorder } from './transcode/clip-recorder-for-tests.ts';
import { ffmpegTranscoder } from './transcode/ffmpeg-transcoder.ts';
import { TranscodeService } from './transcode/transcode-service.ts';
import { type OpenTranscoder, TranscoderOverError } from './transcode/transcoder.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000001';
const START = Date.UTC(2026, 1, 15, 7, 30);
const PICTURES = 48;
const never = new AbortController().signal;
const X265 = '-c:v libx265 -preset ultrafast -tag:v hvc1 -g 12 -x265-params';
const CLOSED = 'log-level=error:scenecut=0:open-gop=0:bframes=0';

async function clipFile(context: TestContext, data: string): Promise<string> {
  requireWitness('ffmpeg', context);
  const file = join(data, 'clip.mp4');
  makeClip(file, PICTURES, [...X265.split(' '), CLOSED]);
  return file;
}

function segmentsOf(data: string): readonly string[] {
  const root = join(data, 'archive');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mp4'))
    .map((name) => join(root, name));
}

const digestOf = (files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
};

/** In the `number`-th fragment: the size of the first sample as large as it can be written. */
function breakTable(file: string, number: number): void {
  const bytes = readFileSync(file);
  let at = -1;
  for (let found = 0; found <= number; found += 1) at = bytes.indexOf('trun', at + 1, 'latin1');
  if (at < 0) throw new Error('no such fragment');
  // Behind version, count and offset of the data: duration, size.
  bytes.writeUInt32BE(0x7fff_ffff, at + 4 + 12 + 4);
  writeFileSync(file, bytes);
}

function reading(context: TestContext, data: string): ArchiveReader {
  const archive = openArchiveReader({ volumes: [{ id: 'default', path: join(data, 'archive') }] });
  context.onTestFinished(() => archive.close());
  return archive;
}

/** How a replay ended, and how many pictures it brought. */
async function replayed(service: TranscodeService): Promise<{ state: string; pictures: number }> {
  let state = '';
  let pictures = 0;
  const take = (frame: FromAnalystFrame): void => {
    if (frame.type === 'channel-fragment') pictures += 1;
    if (frame.type === 'channel-state') ({ state } = frame);
  };
  const span = { fromUnixMs: START, toUnixMs: START + 10_000, keyFrames: false } as const;
  const stream = { channel: 1, cameraId: CAMERA, kind: 'main', creditBytes: 8_000_000 } as const;
  service.replay({ type: 'replay', ...stream, ...span }, take, () => {});
  await until('it has ended', () => state !== '', 60_000);
  return { state, pictures };
}

describe.each(DECODERS)('$name', ({ load }) => {
  test('recordings: what is whole is shown, the rest is refused by name, and the files stay as they are', {
    timeout: 240_000,
  }, async (context) => {
    const { engine, open } = await load();
    const tried = async (
      damage: (data: Uint8Array, index: number) => Uint8Array,
      breakFile: (file: string) => void = () => {},
    ) => {
      const data = await temporaryDirectory(context);
      const file = await clipFile(context, data);
      await recordClip(data, [{ cameraId: CAMERA, kind: 'main', startUnixMs: START, file, damage }]);
      const segments = segmentsOf(data);
      expect(segments.length).toBeGreaterThan(0);
      for (const segment of segments) breakFile(segment);
      const before = digestOf(segments);
      const archive = reading(context, data);
      const stills = new StillService({ archive: () => Promise.resolve(archive), engine, whyNoEngine: '' });
      const service = new TranscodeService({
        openTranscoder: open,
        archive: () => Promise.resolve(archive),
        recorderSocketPath: join(data, 'none'),
        productVersion: 'test',
      });
      const question = { cameraId: CAMERA, kind: 'main', exact: true, widthPixels: 160 } as const;
      const stillAt = (atUnixMs: number): Promise<string> =>
        stills.still({ ...question, atUnixMs }, never).then(
          () => 'made',
          (error: unknown) => refusalOf(error).refusal,
        );
      const outcome = {
        ...(await replayed(service)),
        first: await stillAt(START + 100),
        last: await stillAt(START + 1700),
      };
      expect(digestOf(segments)).toBe(before);
      return outcome;
    };
    const whole = (data: Uint8Array): Uint8Array => data;
    const none = (data: Uint8Array): Uint8Array => new Uint8Array(data.length);
    expect(await tried(whole)).toEqual({ state: 'ended', pictures: PICTURES, first: 'made', last: 'made' });
    // A GOP of samples without a byte: the others are shown.
    const empty = await tried((data, index) => (index < 12 ? new Uint8Array(0) : data));
    expect(empty).toEqual({ state: 'ended', pictures: 36, first: 'undecodable', last: 'made' });
    expect(await tried(none)).toMatchObject({ state: 'refused', pictures: 0, first: 'undecodable' });
    // The second fragment is the second GOP.
    const table = await tried(whole, (file) => breakTable(file, 1));
    expect(table).toEqual({ state: 'ended', pictures: 36, first: 'made', last: 'made' });
    const first = await tried(whole, (file) => breakTable(file, 0));
    expect(first).toEqual({ state: 'ended', pictures: 36, first: 'undecodable', last: 'made' });
  });

  test('a live stream of which nothing can be decoded: its viewers are told so, and its place is free', {
    timeout: 120_000,
  }, async (context) => {
    const { open } = await load();
    const data = await temporaryDirectory(context);
    const file = await clipFile(context, data);
    const { service, recorder, states } = await live(context, data, file, open, (sample) =>
      sample.fill(0, 6),
    );
    // A GOP at a time, as fast as it is worked off: more than that would be dropped.
    for (let gop = 0; gop < 100 && !states.includes('no-transcoder'); gop += 1) {
      recorder.send((gop % 4) * 12, (gop % 4) * 12 + 12);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(states.at(-1)).toBe('no-transcoder');
    expect(service.liveStreams).toBe(0);
  });
});

test('a transcoder that ended by itself is replaced at the next sync sample; one that ends again and again is not', {
  timeout: 120_000,
}, async (context) => {
  const data = await temporaryDirectory(context);
  const file = await clipFile(context, data);
  let opened = 0;
  let endsAt = 20;
  const real = ffmpegTranscoder('ffmpeg');
  const mortal: OpenTranscoder = async (settings) => {
    opened += 1;
    const transcoder = await real(settings);
    let pushed = 0;
    return {
      push: async (picture, wanted) => {
        pushed += 1;
        if (pushed > endsAt) throw new TranscoderOverError('killed');
        await transcoder.push(picture, wanted);
      },
      flush: () => transcoder.flush(),
      forceSync: () => transcoder.forceSync(),
      close: () => transcoder.close(),
    };
  };
  const { recorder, states, pictures } = await live(context, data, file, mortal, (sample) => sample);
  recorder.send(0, 24);
  await until('it has ended', () => states.includes('no-credit'));
  endsAt = 1000;
  const before = pictures();
  recorder.send(24, PICTURES);
  await until('the second one brings pictures', () => opened === 2 && pictures() >= before + 20, 60_000);
  endsAt = 0;
  recorder.begin();
  recorder.send(0, 24);
  await until('it is given up', () => states.at(-1) === 'no-transcoder', 60_000);
  expect(opened).toBe(4);
});

async function live(
  context: TestContext,
  data: string,
  file: string,
  openTranscoder: OpenTranscoder,
  damage: (sample: Uint8Array) => Uint8Array,
) {
  await mkdir(join(data, 'run'));
  const recorderSocketPath = join(data, 'run', 'recorder.sock');
  const recorder = await ClipRecorder.start(context, recorderSocketPath, file, CAMERA, START, damage);
  const archive = (): Promise<ArchiveReader> => Promise.reject(new Error('not asked'));
  const service = new TranscodeService({
    openTranscoder,
    archive,
    recorderSocketPath,
    productVersion: 'test',
  });
  const states: string[] = [];
  let pictures = 0;
  const take = (frame: FromAnalystFrame): void => {
    if (frame.type === 'channel-state') states.push(frame.state);
    if (frame.type === 'skipped') states.push(frame.reason);
    if (frame.type === 'channel-fragment') pictures += 1;
  };
  const stream = { channel: 1, cameraId: CAMERA, kind: 'main', creditBytes: 4_000_000, priority: 1 } as const;
  const channel = service.subscribe({ type: 'subscribe', ...stream }, take);
  context.onTestFinished(() => channel?.close());
  await until('the recorder is asked', () => recorder.heard.some(({ type }) => type === 'subscribe'));
  recorder.begin();
  return { service, recorder, states, pictures: () => pictures };
}
