/** Both engines against ffmpeg's own decoding of the same file: the right picture, with the right colours, whatever the codec's structure. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findWitness } from '@matlang/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClipWithSyncs, readClip } from '../transcode/clip-for-tests.ts';
import { FfmpegEngine } from './ffmpeg-engine.ts';
import { loadNodeAvEngine } from './node-av-engine.ts';
import { type PictureEngine, PictureError } from './picture-engine.ts';
import { CLIP_WIDTH, ffmpeg, makeClip, psnrDb, recognise } from './recognise-for-tests.ts';

const never = new AbortController().signal;

const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '12', '-bf'];
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-g', '12', '-tag:v', 'hvc1', '-bf', '3'];
const OPEN_GOPS = 'open-gop=1:keyint=12:min-keyint=12:scenecut=0';
const STRUCTURES: Readonly<Record<string, readonly string[]>> = {
  'H.264 without B pictures': [...X264, '0'],
  'H.264 with B pictures': [...X264, '3'],
  'H.264 with open GOPs': [...X264, '3', '-x264-params', OPEN_GOPS],
  'H.265 with B pictures': [...X265, '-x265-params', 'open-gop=0:log-level=error'],
  'H.265 with open GOPs': [...X265, '-x265-params', `${OPEN_GOPS}:log-level=error`],
};

interface ClipFile extends ClipWithSyncs {
  readonly file: string;
  /** Presentation times in order. */
  readonly times: readonly number[];
}

const directory = mkdtempSync(join(tmpdir(), 'matlang-picture-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** 48 pictures, each different from every other by a counter and moving bars. */
function loadClip(name: string, encoder: readonly string[]): ClipFile {
  return clipOfFile(name, (file) => makeClip(file, 48, encoder));
}

function clipOfFile(name: string, make: (file: string) => void): ClipFile {
  const file = join(directory, `${name.replaceAll(/\W+/g, '-')}.mp4`);
  make(file);
  const clip = readClip(file);
  return { ...clip, file, times: clip.pictures.map(({ ptsTicks }) => ptsTicks).toSorted((a, b) => a - b) };
}

const nodeAv = await loadNodeAvEngine();
const haveFfmpeg = findWitness('ffmpeg') !== null;

describe.skipIf(!haveFfmpeg).each([
  { name: 'node-av', engine: nodeAv.engine },
  { name: 'ffmpeg', engine: new FfmpegEngine('ffmpeg') },
])('$name', ({ engine: loaded }) => {
  let engine: PictureEngine;
  const clips = new Map<string, ClipFile>();
  beforeAll(() => {
    if (loaded === null) throw new Error('node-av is not installed');
    engine = loaded;
    for (const [name, encoder] of Object.entries(STRUCTURES)) clips.set(name, loadClip(name, encoder));
  });
  const clipOf = (name: string): ClipFile => {
    const clip = clips.get(name);
    if (clip === undefined) throw new Error(name);
    return clip;
  };

  test.each(Object.keys(STRUCTURES))(
    '%s: key frames alone, and any picture with what it depends on',
    async (name) => {
      const clip = clipOf(name);
      const { format } = clip;
      expect(clip.syncs.length).toBeGreaterThanOrEqual(4);
      const wanted = [
        ...clip.syncs.map((at) => ({ from: at, at })),
        // Pictures in the middle of each GOP, and those right behind its key frame in decoding order.
        ...clip.syncs.flatMap((from) => [1, 2, 5, 11].map((more) => ({ from: 0, at: from + more }))),
      ];
      const jpegs = await Promise.all(
        wanted.map(({ from, at }) =>
          engine.makeJpeg(
            {
              format,
              pictures: clip.pictures.slice(from, at + 1),
              ptsTicks: clip.pictures[at]?.ptsTicks ?? -1,
              widthPixels: null,
            },
            never,
          ),
        ),
      );
      const found = recognise(clip.file, jpegs);
      expect(found.map((at) => clip.times[at])).toEqual(wanted.map(({ at }) => clip.pictures[at]?.ptsTicks));
    },
  );

  test('a width is kept to, the shape stays, nothing is enlarged', async () => {
    const clip = clipOf('H.264 with B pictures');
    const sizeOf = async (widthPixels: number | null): Promise<string> => {
      const request = { format: clip.format, pictures: clip.pictures.slice(0, 1), widthPixels };
      const jpeg = await engine.makeJpeg({ ...request, ptsTicks: clip.pictures[0]?.ptsTicks ?? 0 }, never);
      const file = join(directory, 'size.jpg');
      writeFileSync(file, jpeg);
      const asked = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file];
      return spawnSync('ffprobe', asked).stdout.toString().trim();
    };
    expect(await sizeOf(160)).toBe('160,90');
    expect(await sizeOf(161)).toBe('160,90');
    expect(await sizeOf(1000)).toBe('320,180');
    expect(await sizeOf(null)).toBe('320,180');
  });

  test('colours are those of the source', async () => {
    const clip = clipOf('H.264 with B pictures');
    const request = { format: clip.format, pictures: clip.pictures.slice(0, 1), widthPixels: null };
    const jpeg = await engine.makeJpeg({ ...request, ptsTicks: clip.pictures[0]?.ptsTicks ?? 0 }, never);
    const rgb = ['-vf', 'format=rgb24', '-f', 'rawvideo', '-'];
    const of = (input: readonly string[], bytes?: Uint8Array): Buffer => ffmpeg([...input, ...rgb], bytes);
    const mine = of(['-f', 'mjpeg', '-i', '-'], jpeg);
    const source = of(['-f', 'lavfi', '-i', `testsrc2=size=${CLIP_WIDTH}x180:rate=25`, '-frames:v', '1']);
    expect(psnrDb(mine, source)).toBeGreaterThan(22);
  });

  test('damaged samples are a refusal or a picture, and the next one is made', async () => {
    for (const clip of clips.values()) {
      const whole = clip.pictures[0];
      if (whole === undefined) throw new Error('no picture');
      const damaged = [
        new Uint8Array(0),
        new Uint8Array(whole.data.length),
        whole.data.map((byte, at) => (at % 7 === 3 ? byte ^ 0x5a : byte)),
        whole.data.subarray(0, whole.data.length >> 1),
        Uint8Array.from(whole.data, (_, at) => (at * 2_654_435_761) & 0xff),
      ];
      const asked = [...damaged, whole.data].map((data) =>
        engine.makeJpeg(
          { format: clip.format, pictures: [{ ...whole, data }], ptsTicks: whole.ptsTicks, widthPixels: 160 },
          never,
        ),
      );
      const settled = await Promise.allSettled(asked);
      for (const one of settled) {
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(PictureError);
        else expect([...one.value.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      }
      expect(settled[0]?.status).toBe('rejected');
      expect(settled.at(-1)?.status).toBe('fulfilled');
    }
  });

  test('a picture larger than any level allows is refused before there is memory for it; the largest is made', async () => {
    const black = (size: string): ClipFile =>
      clipOfFile(`black-${size}`, (file) => {
        const source = ['-f', 'lavfi', '-i', `color=black:size=${size}:rate=1`, '-frames:v', '1'];
        const coded = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '40'];
        ffmpeg([...source, ...coded, file]);
      });
    const make = (clip: ClipFile): Promise<Uint8Array> =>
      engine.makeJpeg(
        { format: clip.format, pictures: clip.pictures, ptsTicks: clip.times[0] ?? 0, widthPixels: 320 },
        never,
      );
    expect((await make(black('8192x4320'))).length).toBeGreaterThan(100);
    await expect(make(black('8192x8192'))).rejects.toBeInstanceOf(PictureError);
  }, 60_000);

  test('whoever went away is told so, and costs nothing', async () => {
    const clip = clipOf('H.265 with open GOPs');
    const gone = AbortSignal.abort(new Error('gone'));
    const request = { format: clip.format, pictures: clip.pictures, widthPixels: null };
    await expect(engine.makeJpeg({ ...request, ptsTicks: 0 }, gone)).rejects.toThrow('gone');
  });
});
