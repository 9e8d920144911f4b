/** Stills of real recordings: which picture an instant shows, whatever the structure; what is shared, kept, refused and given up. */
import { join } from 'node:path';
import { type ArchiveReader, openArchiveReader } from '@matlang/archive/reading';
import {
  decodeFromAnalystFrame,
  encodeFromAnalystFrame,
  FrameReader,
  type FromAnalystFrame,
} from '@matlang/link';
import { type RecordedClip, recordClip, requireWitness, temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { loadNodeAvEngine } from '../picture/node-av-engine.ts';
import { type PictureEngine, PictureError, type PictureRequest } from '../picture/picture-engine.ts';
import { makeClip, recognise } from '../picture/recognise-for-tests.ts';
import { answerStills } from './answer-stills.ts';
import type { StillQuestion } from './choose-picture.ts';
import type { Still } from './still-cache.ts';
import { refusalOf } from './still-refusal.ts';
import { StillService } from './still-service.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000004';
const START = Date.UTC(2026, 1, 15, 7, 30);
const never = new AbortController().signal;
const OPEN_GOPS = 'open-gop=1:keyint=12:min-keyint=12:scenecut=0';

const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'];

const STRUCTURES: Readonly<Record<string, readonly string[]>> = {
  'H.264, B pictures, open GOPs': ['-c:v', 'libx264', '-bf', '3', '-x264-params', OPEN_GOPS],
  'H.265, B pictures, open GOPs': [...X265, '-bf', '3', '-x265-params', `${OPEN_GOPS}:log-level=error`],
  'H.264, a GOP of several fragments': ['-c:v', 'libx264', '-bf', '2', '-g', '60', '-sc_threshold', '0'],
};

interface Site {
  readonly archive: ArchiveReader;
  readonly clip: RecordedClip;
  readonly file: string;
}

async function record(context: TestContext, encoder: readonly string[], pictures = 100): Promise<Site> {
  requireWitness('ffmpeg', context);
  const data = await temporaryDirectory(context);
  const file = join(data, 'clip.mp4');
  makeClip(file, pictures, encoder);
  const [clip] = await recordClip(data, [{ cameraId: CAMERA, kind: 'main', startUnixMs: START, file }]);
  if (clip === undefined) throw new Error('nothing recorded');
  const archive = openArchiveReader({ volumes: [{ id: 'default', path: join(data, 'archive') }] });
  context.onTestFinished(() => archive.close());
  return { archive, clip, file };
}

const question = (atUnixMs: number, exact: boolean): StillQuestion => ({
  cameraId: CAMERA,
  kind: 'main',
  atUnixMs,
  exact,
  widthPixels: null,
});

const serviceOf = (archive: ArchiveReader, engine: PictureEngine | null): StillService =>
  new StillService({ archive: () => Promise.resolve(archive), engine, whyNoEngine: 'not there' });

async function nodeAv(): Promise<PictureEngine> {
  const { engine } = await loadNodeAvEngine();
  if (engine === null) throw new Error('node-av is not installed');
  return engine;
}

test('the exact picture, and the key frame before it, whatever the structure', async (context) => {
  const engine = await nodeAv();
  for (const [name, encoder] of Object.entries(STRUCTURES)) {
    const { archive, clip, file } = await record(context, encoder);
    const service = serviceOf(archive, engine);
    const { pictures, endUnixMs } = clip;
    const shownAt = (at: number): number => pictures.findLastIndex(({ takenUnixMs }) => takenUnixMs <= at);
    // Every seventh picture, asked for when it comes on and in the middle of its time.
    const instants = pictures
      .filter((_, at) => at % 7 === 0)
      .flatMap(({ takenUnixMs }) => [takenUnixMs, takenUnixMs + 20])
      .filter((at) => at < endUnixMs);
    const exact: Still[] = [];
    for (const at of instants) exact.push(await service.still(question(at, true), never));
    expect(
      recognise(
        file,
        exact.map(({ jpeg }) => jpeg),
      ),
      name,
    ).toEqual(instants.map(shownAt));
    expect(exact.map(({ takenUnixMs }) => takenUnixMs)).toEqual(
      instants.map((at) => pictures[shownAt(at)]?.takenUnixMs),
    );
    const keys: Still[] = [];
    for (const at of instants) keys.push(await service.still(question(at, false), never));
    for (const [index, at] of instants.entries()) {
      const { takenUnixMs, final } = keys[index] ?? { takenUnixMs: 0, final: false };
      const picture = pictures.find((one) => one.takenUnixMs === takenUnixMs);
      expect(picture?.sync, `${name} at ${at - START}`).toBe(true);
      expect(final).toBe(true);
      // A key frame comes on a reorder delay behind the instant from which its GOP is found.
      expect(takenUnixMs).toBeLessThanOrEqual(at + 200);
    }
    expect(
      new Set(
        recognise(
          file,
          keys.map(({ jpeg }) => jpeg),
        ),
      ).size,
    ).toBe(new Set(keys.map(({ takenUnixMs }) => takenUnixMs)).size);
  }
}, 240_000);

/** An engine that makes pictures when told, and writes down what it was asked. */
class SlowEngine implements PictureEngine {
  readonly name = 'node-av';
  readonly atOnce = 2;
  readonly asked: { readonly request: PictureRequest; readonly signal: AbortSignal }[] = [];
  readonly #ends: (() => void)[] = [];
  #open = false;

  async makeJpeg(request: PictureRequest, signal: AbortSignal): Promise<Uint8Array> {
    this.asked.push({ request, signal });
    if (!this.#open) await new Promise<void>((resolve) => this.#ends.push(resolve));
    return new Uint8Array(100);
  }

  /** Everything from now on at once. */
  release(): void {
    this.#open = true;
    for (const end of this.#ends.splice(0)) end();
  }
}

test('the same picture is made once for all who ask, and kept; so many different ones wait, more are refused', async (context) => {
  const { archive, clip } = await record(context, STRUCTURES['H.264, B pictures, open GOPs'] ?? []);
  const engine = new SlowEngine();
  const service = serviceOf(archive, engine);
  const at = START + 1500;
  const same = Array.from({ length: 50 }, () => service.still(question(at, false), never));
  await until('the picture is asked for', () => engine.asked.length === 1);
  // Each picture of the clip, exactly: 100 different ones.
  const different = clip.pictures.map(({ takenUnixMs }) =>
    service.still(question(Math.min(takenUnixMs, clip.endUnixMs - 1), true), never).then(
      () => 'made',
      (error: unknown) => refusalOf(error).refusal,
    ),
  );
  await until('the second place is taken', () => engine.asked.length === 2);
  engine.release();
  await Promise.all(same);
  const outcomes = await Promise.all(different);
  expect(new Set(outcomes)).toEqual(new Set(['made', 'busy']));
  // The one that many ask for has a place as well.
  expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(63);
  const before = engine.asked.length;
  expect(before).toBe(64);
  await service.still(question(at + 1, false), never);
  expect(engine.asked.length).toBe(before);
});

test('a thousand questions: a number is open, the others are refused at once, and then it serves again', async (context) => {
  const { archive } = await record(context, STRUCTURES['H.264, B pictures, open GOPs'] ?? []);
  const engine = new SlowEngine();
  const service = serviceOf(archive, engine);
  const asked = Array.from({ length: 1000 }, () =>
    service.still(question(START + 1000, false), never).then(
      () => 'made',
      (error: unknown) => refusalOf(error).refusal,
    ),
  );
  engine.release();
  const outcomes = await Promise.all(asked);
  expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(256);
  expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(744);
  expect(engine.asked).toHaveLength(1);
  expect((await service.still(question(START + 1000, false), never)).jpeg).toHaveLength(100);
});

test('who goes away is told so at once; what nobody waits for is not begun, or told to end', async (context) => {
  const { archive, clip } = await record(context, STRUCTURES['H.264, B pictures, open GOPs'] ?? []);
  const engine = new SlowEngine();
  const service = serviceOf(archive, engine);
  const instants = clip.pictures.slice(10, 14).map(({ takenUnixMs }) => takenUnixMs);
  const gone = new AbortController();
  const asked = instants.map((at) => service.still(question(at, true), gone.signal));
  await until('two are made', () => engine.asked.length === 2);
  gone.abort(new Error('gone'));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status)).toEqual(instants.map(() => 'rejected'));
  expect(engine.asked.every(({ signal }) => signal.aborted)).toBe(true);
  engine.release();
  await service.still(question(instants[0] ?? 0, false), never);
  // The two that waited never came to the engine.
  expect(engine.asked).toHaveLength(3);
});

test('refusals say what is the matter, and none of them is the last word', async (context) => {
  const { archive, clip } = await record(context, STRUCTURES['H.264, B pictures, open GOPs'] ?? []);
  const engine: PictureEngine = {
    name: 'node-av',
    atOnce: 1,
    makeJpeg: ({ widthPixels }) =>
      widthPixels === 16 ? Promise.reject(new PictureError('damaged')) : Promise.resolve(new Uint8Array(10)),
  };
  const service = serviceOf(archive, engine);
  const refusal = async (asked: Promise<unknown>): Promise<string> =>
    await asked.then(
      () => 'none',
      (error: unknown) => refusalOf(error).refusal,
    );
  expect(await refusal(service.still(question(clip.endUnixMs + 1000, false), never))).toBe(
    'nothing-recorded',
  );
  expect(await refusal(service.still(question(START - 1000, true), never))).toBe('nothing-recorded');
  const small = { ...question(START + 1000, false), widthPixels: 16 };
  expect(await refusal(service.still(small, never))).toBe('undecodable');
  expect(await refusal(service.still({ ...small, widthPixels: 32 }, never))).toBe('none');
  expect(await refusal(serviceOf(archive, null).still(small, never))).toBe('no-decoder');
});

test('a JPEG that is too large for a frame is made again, coarser; else it is refused, and no frame is sent that ends the connection', async (context) => {
  const { archive } = await record(context, STRUCTURES['H.264, B pictures, open GOPs'] ?? []);
  const sizes: number[] = [];
  const engine = (fineBytes: number, coarseBytes: number): PictureEngine => ({
    name: 'node-av',
    atOnce: 1,
    makeJpeg: ({ coarse }) => {
      const sizeBytes = coarse === true ? coarseBytes : fineBytes;
      sizes.push(sizeBytes);
      return Promise.resolve(new Uint8Array(sizeBytes));
    },
  });
  const answer = async (made: PictureEngine): Promise<readonly FromAnalystFrame[]> => {
    const frames: FromAnalystFrame[] = [];
    const { cameraId, kind, widthPixels } = question(START, false);
    const asked = { cameraId, kind, widthPixels, exact: false, instants: [START + 1000], id: 1 };
    await answerStills(serviceOf(archive, made), { type: 'stills', ...asked }, never, (frame) => {
      new FrameReader(decodeFromAnalystFrame).push(
        encodeFromAnalystFrame(frame),
        (one) => void frames.push(one),
      );
    });
    return frames;
  };
  const most = 8 * 1024 * 1024;
  const tooMany = most + 5000;
  expect(await answer(engine(tooMany, 1000))).toMatchObject([{ type: 'still' }, { refusal: null }]);
  expect(await answer(engine(tooMany, tooMany))).toMatchObject([
    { type: 'stills-end', refusal: 'undecodable' },
  ]);
  expect(await answer(engine(most, 1000))).toMatchObject([{ type: 'still' }, { refusal: null }]);
  expect(sizes).toEqual([tooMany, 1000, tooMany, tooMany, most]);
});
