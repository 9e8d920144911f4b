/** Streams coded anew: every picture, at its time, playable by another decoder; credit, skipping, and the bounds. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchiveReader } from '@matlang/archive/reading';
import {
  decodeFromAnalystFrame,
  encodeFromAnalystFrame,
  FrameReader,
  type FromAnalystFrame,
} from '@matlang/link';
import { recordClip, requireWitness, temporaryDirectory, until } from '@matlang/testkit';
import { describe, expect, type TestContext, test } from 'vitest';
import { makeClip, recogniseMovie } from '../picture/recognise-for-tests.ts';
import { ClipRecorder } from './clip-recorder-for-tests.ts';
import { ffmpegTranscoder } from './ffmpeg-transcoder.ts';
import { loadNodeAvTranscoder } from './node-av-transcoder.ts';
import { TranscodeService } from './transcode-service.ts';
import type { OpenTranscoder } from './transcoder.ts';

const CAMERAS = [1, 2, 3].map((n) => `0192f0c4-7a10-7000-8000-00000000000${n}`);
const [CAMERA = ''] = CAMERAS;
const START = Date.UTC(2026, 1, 15, 7, 30);
const PICTURES = 60;
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-g', '12', '-x265-params'];

async function clipFile(context: TestContext, data: string, bFrames: number): Promise<string> {
  requireWitness('ffmpeg', context);
  const file = join(data, 'clip.mp4');
  const sets = 'log-level=error:scenecut=0:open-gop=0';
  makeClip(file, PICTURES, [...X265, bFrames === 0 ? `${sets}:bframes=0` : `${sets}:bframes=${bFrames}`]);
  return file;
}

const TRANSCODERS: readonly { readonly name: string; readonly load: () => Promise<OpenTranscoder> }[] = [
  {
    name: 'node-av',
    load: async () => {
      const open = await loadNodeAvTranscoder();
      if (open === null) throw new Error('node-av is not installed');
      return open;
    },
  },
  { name: 'ffmpeg', load: () => Promise.resolve(ffmpegTranscoder('ffmpeg')) },
];

const mediaOf = (frames: readonly FromAnalystFrame[]): Uint8Array =>
  Buffer.concat(
    frames.flatMap((frame) =>
      frame.type === 'channel-init' ? [frame.init] : frame.type === 'channel-fragment' ? [frame.bytes] : [],
    ),
  );

/** What the server gets of it. */
function overTheWire(frame: FromAnalystFrame): readonly FromAnalystFrame[] {
  const got: FromAnalystFrame[] = [];
  new FrameReader(decodeFromAnalystFrame).push(encodeFromAnalystFrame(frame), (one) => void got.push(one));
  return got;
}

const statesOf = (frames: readonly FromAnalystFrame[], channel: number): string[] =>
  frames.flatMap((frame) => {
    if (frame.type === 'channel-state' && frame.channel === channel) return [frame.state];
    return frame.type === 'skipped' && frame.channel === channel ? [frame.reason] : [];
  });

describe.each(TRANSCODERS)('$name', ({ load }) => {
  test('a recorded span of H.265 with B pictures: each picture once, at its time, as credit allows', async (context) => {
    const data = await temporaryDirectory(context);
    const file = await clipFile(context, data, 3);
    const [clip] = await recordClip(data, [{ cameraId: CAMERA, kind: 'main', startUnixMs: START, file }]);
    if (clip === undefined) throw new Error('nothing recorded');
    const archive = openArchiveReader({ volumes: [{ id: 'default', path: join(data, 'archive') }] });
    context.onTestFinished(() => archive.close());
    const service = new TranscodeService({
      openTranscoder: await load(),
      archive: () => Promise.resolve(archive),
      recorderSocketPath: join(data, 'none'),
      productVersion: 'test',
    });
    const frames: FromAnalystFrame[] = [];
    const question = { type: 'replay', cameraId: CAMERA, kind: 'main', keyFrames: false } as const;
    const span = { fromUnixMs: START, toUnixMs: clip.endUnixMs };
    const send = (frame: FromAnalystFrame): void => void frames.push(...overTheWire(frame));
    const channel = service.replay({ ...question, ...span, channel: 7, creditBytes: 20_000 }, send, () => {});
    await until('credit is used up', () => mediaOf(frames).length > 5000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sent = frames.reduce(
      (sum, frame) => sum + (frame.type === 'channel-fragment' ? frame.bytes.length : 0),
      0,
    );
    expect(sent).toBeLessThanOrEqual(20_000);
    channel?.addCredit(8_000_000);
    await until('all is sent', () => statesOf(frames, 7).includes('ended'));
    const inits = frames.flatMap((frame) => (frame.type === 'channel-init' ? [frame.facts] : []));
    expect(inits).toMatchObject([{ codec: 'h264', widthPixels: 320, heightPixels: 180, timescale: 90_000 }]);
    const walls = frames.flatMap((frame) =>
      frame.type === 'channel-fragment' ? [frame.wallStartUnixMs] : [],
    );
    const taken = clip.pictures.map(({ takenUnixMs }) => takenUnixMs);
    expect(walls).toHaveLength(PICTURES);
    for (const [at, wall] of walls.entries())
      expect(Math.abs(wall - (taken[at] ?? 0))).toBeLessThanOrEqual(1);
    const movie = join(data, 'out.mp4');
    await writeFile(movie, mediaOf(frames));
    expect(recogniseMovie(file, movie)).toEqual(walls.map((_, at) => at));

    // Key frames alone.
    const keys: FromAnalystFrame[] = [];
    service.replay(
      { ...question, ...span, keyFrames: true, channel: 8, creditBytes: 8_000_000 },
      (frame) => void keys.push(...overTheWire(frame)),
      () => {},
    );
    await until('the key frames are sent', () => statesOf(keys, 8).includes('ended'));
    const shown = keys.flatMap((frame) => (frame.type === 'channel-fragment' ? [frame] : []));
    expect(shown).toHaveLength(clip.pictures.filter(({ sync }) => sync).length);
    expect(shown.every(({ sync }) => sync)).toBe(true);

    // Two at once, sixteen wait, the next is refused; those that are given up make room.
    const many = Array.from({ length: 20 }, (_, at) =>
      service.replay({ ...question, ...span, channel: 100 + at, creditBytes: 0 }, send, () => {}),
    );
    expect(many.filter((one) => one === null)).toHaveLength(2);
    expect(statesOf(frames, 119)).toEqual(['transcode-busy']);
    // However many come and go, those that are given up hold no place in the line.
    for (const one of many.slice(2)) one?.close();
    for (let round = 0; round < 500; round += 1)
      service.replay({ ...question, ...span, channel: 120, creditBytes: 0 }, send, () => {})?.close();
    expect(service.waitingReplays).toBe(0);
    for (const one of many) one?.close();
    service.replay({ ...question, ...span, channel: 200, creditBytes: 8_000_000 }, send, () => {});
    await until('the next one is served', () => statesOf(frames, 200).includes('ended'));
  }, 120_000);

  test('a live stream for several viewers: one transcoder, the GOP so far for who joins, a skip for who does not read', async (context) => {
    const data = await temporaryDirectory(context);
    const file = await clipFile(context, data, 0);
    await mkdir(join(data, 'run'));
    const recorderSocketPath = join(data, 'run', 'recorder.sock');
    const recorder = await ClipRecorder.start(context, recorderSocketPath, file, CAMERA, START);
    const service = new TranscodeService({
      openTranscoder: await load(),
      archive: () => Promise.reject(new Error('not asked')),
      recorderSocketPath,
      productVersion: 'test',
    });
    const frames: FromAnalystFrame[] = [];
    const send = (frame: FromAnalystFrame): void => void frames.push(...overTheWire(frame));
    const subscribe = (channel: number, cameraId: string, creditBytes: number) =>
      service.subscribe(
        { type: 'subscribe', channel, cameraId, kind: 'main', creditBytes, priority: 1 },
        send,
      );
    const fragments = (channel: number) =>
      frames.flatMap((frame) =>
        frame.type === 'channel-fragment' && frame.channel === channel ? [frame] : [],
      );
    const first = subscribe(1, CAMERA, 4_000_000);
    await until('the recorder is asked', () => recorder.heard.some(({ type }) => type === 'subscribe'));
    expect(statesOf(frames, 1)).toEqual(['waiting']);
    recorder.begin();
    recorder.send(0, 20);
    await until('its pictures come', () => fragments(1).length === 20);
    expect(fragments(1)[0]).toMatchObject({ sync: true, cached: false, wallStartUnixMs: START });

    const second = subscribe(2, CAMERA, 4_000_000);
    expect(fragments(2).map(({ cached }) => cached)).toEqual(Array.from({ length: 20 }, () => true));
    subscribe(3, CAMERA, 0);
    recorder.send(20, 40);
    await until('both get them', () => fragments(2).length === 40 && fragments(1).length === 40);
    expect(recorder.heard.filter(({ type }) => type === 'subscribe')).toHaveLength(1);
    expect(fragments(3)).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    recorder.send(40, 60);
    await until('who gives no credit is told', () => statesOf(frames, 3).includes('no-credit'));
    await until('the others go on', () => fragments(1).length === 60);
    const own = frames.filter(
      (frame) =>
        (frame.type === 'channel-init' && frame.facts.channel === 1) ||
        (frame.type === 'channel-fragment' && frame.channel === 1),
    );
    const movie = join(data, 'live.mp4');
    await writeFile(movie, mediaOf(own));
    expect(recogniseMovie(file, movie)).toEqual(Array.from({ length: PICTURES }, (_, at) => at));

    // Another stream has a place, a third has none.
    const other = subscribe(4, CAMERAS[1] ?? '', 1000);
    expect(other).not.toBeNull();
    expect(subscribe(5, CAMERAS[2] ?? '', 1000)).toBeNull();
    expect(statesOf(frames, 5)).toEqual(['transcode-busy']);
    other?.close();
    const third = subscribe(6, CAMERAS[2] ?? '', 1000);
    expect(third).not.toBeNull();
    third?.close();

    // The recorder goes and comes.
    recorder.cut();
    await until('the run is over', () => statesOf(frames, 1).includes('run-ended'));
    const asked = (): number =>
      recorder.heard.filter((frame) => frame.type === 'subscribe' && frame.cameraId === CAMERA).length;
    await until('it is asked again', () => asked() === 2);
    recorder.begin();
    recorder.send(0, 10);
    await until('pictures come again', () => fragments(2).length === 70);
    first?.close();
    second?.close();
  }, 120_000);
});
