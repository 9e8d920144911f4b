import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameMd5, requireWitness, runProgram, skipHere, temporaryDirectory } from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_CAMERAS } from '../cameras/commune.ts';
import {
  createRtspServer,
  createSceneSource,
  drawFrameStrip,
  loadNodeAv,
  readFrameNumber,
  readFrameStrip,
} from '../index.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { SourceUnit } from '../source/media-source.ts';
import { LANDMARKS, type Landmark } from './landmarks.ts';
import { createMovers } from './movers.ts';
import { BLACK, Picture, WHITE } from './picture.ts';
import { Scene } from './scene.ts';
import { drawText, textSize } from './text.ts';
import { wallClockText } from './wall-clock-text.ts';

const NOON = Date.UTC(2026, 10, 24, 5, 0, 0, 340);

test('the clock is that of Vietnam, with tenths', () => {
  expect(wallClockText(NOON)).toBe('24/11/2026 12:00:00.3');
});

/** A letter in luma, one byte a pixel of the font. */
function letterImage(letter: string): Uint8Array {
  const { width, height } = textSize(letter, 2);
  const picture = new Picture(width, height);
  picture.paint({ x: 0, y: 0, width, height }, BLACK);
  drawText(picture, letter, 0, 0, 2, WHITE);
  return Uint8Array.from({ length: (width * height) / 4 }, (_, i) => {
    const column = (i % (width / 2)) * 2;
    const row = Math.floor(i / (width / 2)) * 2;
    return picture.data[row * width + column] ?? 0;
  });
}

function differingPixels(one: Uint8Array, other: Uint8Array): number {
  expect(other.length).toBe(one.length);
  return one.reduce((sum, value, i) => sum + (value === other[i] ? 0 : 1), 0);
}

describe('letters', () => {
  const bases = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const marked = bases.flatMap((base) => tones.map((tone) => (base + tone).normalize('NFC')));
  const letters = [...marked, 'd', 'đ'].flatMap((letter) => [letter, letter.toUpperCase()]);
  const images = letters.map((letter) => ({ letter, image: letterImage(letter) }));

  test('any two of Vietnamese differ by more than one pixel, which compression would take', () => {
    expect(new Set(letters).size).toBe(148);
    const alike = images.flatMap(({ letter, image }, i) =>
      images
        .slice(i + 1)
        .filter((other) => differingPixels(image, other.image) < 2)
        .map((other) => `${letter}${other.letter}`),
    );
    expect(alike).toEqual([]);
  });

  test('a breve is no tilde: what stands alone above a letter differs by five pixels', () => {
    for (const cup of ['ă', 'Ă']) {
      for (const mark of ['\u0300', '\u0301', '\u0303', '\u0309']) {
        const other = ((cup === 'ă' ? 'a' : 'A') + mark).normalize('NFC');
        const distance = differingPixels(letterImage(cup), letterImage(other));
        expect(distance, cup + other).toBeGreaterThanOrEqual(5);
      }
    }
  });

  test('no mark is cut off: even the highest and the lowest stack is drawn whole', () => {
    const size = textSize('Ẵ', 2);
    for (const letter of letters) {
      const room = new Picture(size.width, size.height + 80);
      room.paint({ x: 0, y: 0, width: size.width, height: size.height + 80 }, BLACK);
      drawText(room, letter, 0, 40, 2, WHITE);
      const outside = [...room.data.subarray(0, 40 * size.width)];
      outside.push(...room.data.subarray((40 + size.height) * size.width, (size.height + 80) * size.width));
      expect(outside.filter((luma) => luma > 100).length, letter).toBe(0);
    }
  });
});

describe('places', () => {
  const size = { width: 640, height: 360 };
  const still = (seed: number, landmark?: Landmark): Uint8Array => {
    const options = { ...size, name: '', seed, clock: null };
    const scene = new Scene(landmark === undefined ? options : { ...options, landmark });
    return Uint8Array.from(scene.draw(NOON, 1).data.subarray(0, size.width * size.height));
  };
  /** Of the luma plane. */
  const shareThatDiffers = (one: Uint8Array, other: Uint8Array): number => {
    const differing = one.reduce(
      (sum, value, i) => sum + (Math.abs(value - (other[i] ?? 0)) > 12 ? 1 : 0),
      0,
    );
    return differing / one.length;
  };

  test('nine cameras have nine landmarks', () => {
    expect(DEMO_CAMERAS.map(({ landmark }) => landmark).toSorted()).toEqual(LANDMARKS.toSorted());
  });

  test('a landmark takes a part of the picture that nobody overlooks, and no two are alike', () => {
    const plain = still(1);
    const streets = LANDMARKS.map((landmark) => ({ landmark, image: still(1, landmark) }));
    for (const [i, { landmark, image }] of streets.entries()) {
      expect(shareThatDiffers(image, plain), landmark).toBeGreaterThan(0.03);
      for (const other of streets.slice(i + 1)) {
        const pair = `${landmark}, ${other.landmark}`;
        expect(shareThatDiffers(image, other.image), pair).toBeGreaterThan(0.03);
      }
    }
  });

  test('in each place motorbikes pass, and what moved leaves nothing behind', () => {
    for (const [i, { landmark }] of DEMO_CAMERAS.entries()) {
      const movers = createMovers(createSeededRandom((i + 1) * 7919 + 13), 1.6);
      expect(movers.filter(({ kind }) => kind === 'motorbike').length).toBeGreaterThanOrEqual(2);
      const scene = new Scene({ ...size, name: '', seed: i + 1, landmark, clock: null });
      const first = Buffer.from(scene.draw(NOON, 1).data);
      for (let second = 1; second < 20; second += 1) scene.draw(NOON + second * 1000, second);
      expect(Buffer.from(scene.draw(NOON, 1).data).equals(first), landmark).toBe(true);
    }
  });
});

test('a polygon is filled inside its corners only', () => {
  const picture = new Picture(40, 40);
  const corners = [
    { x: 4, y: 4 },
    { x: 36, y: 4 },
    { x: 20, y: 36 },
  ];
  picture.polygon(corners, WHITE);
  const at = (x: number, y: number): number => picture.data[y * 40 + x] ?? 0;
  expect([at(20, 6), at(20, 30), at(8, 8)].every((luma) => luma > 200)).toBe(true);
  expect([at(2, 6), at(38, 6), at(8, 30), at(20, 38), at(20, 2)]).toEqual([0, 0, 0, 0, 0]);
});

test('the strip reads back, and a covered one reads as nothing', () => {
  const picture = new Picture(640, 360);
  for (const number of [0, 1, 0x55_5555, 0xff_ffff]) {
    drawFrameStrip(picture, number);
    expect(readFrameStrip(picture.data, 640, 360)).toBe(number);
  }
  picture.paint({ x: 0, y: 350, width: 320, height: 10 }, BLACK);
  expect(readFrameStrip(picture.data, 640, 360)).toBeNull();
});

test('a scene repeats itself exactly, moves, and can be covered, frozen and shifted', () => {
  const options = { name: 'Chợ Đồng Xuân 1', width: 640, height: 360, seed: 3, clock: wallClockText };
  const scene = new Scene(options);
  const drawn = (unixMs: number): Buffer => Buffer.from(scene.draw(unixMs, 1).data);
  const first = drawn(NOON);
  const later = drawn(NOON + 1000);
  expect(later.equals(first)).toBe(false);
  expect(drawn(NOON).equals(first)).toBe(true);
  expect(Buffer.from(new Scene(options).draw(NOON, 1).data).equals(first)).toBe(true);
  scene.setFault('frozen', NOON);
  expect(drawn(NOON + 5000).equals(first)).toBe(true);
  scene.setFault('covered', NOON);
  const dark = drawn(NOON);
  expect(dark[180 * 640 + 320]).toBeLessThan(40);
  scene.setFault('shifted', NOON);
  expect(drawn(NOON).equals(first)).toBe(false);
  scene.setFault(null, NOON);
  expect(drawn(NOON).equals(first)).toBe(true);
});

describe('generated scenes', () => {
  for (const codec of ['h264', 'h265'] as const) {
    test(`${codec} over RTSP decodes, and the strip agrees with the SEI`, async (context) => {
      const ffmpeg = requireWitness('ffmpeg', context);
      const loaded = await loadNodeAv();
      if (loaded.open === null) skipHere(`node-av is missing: ${loaded.reason}`, context);
      const size = { width: 640, height: 360, framesPerSecond: 10, gopFrames: 10, bitsPerSecond: 400_000 };
      const source = await createSceneSource(loaded.open, { ...size, codec, name: 'Cầu Bến Đá', seed: 1 });
      const sent: SourceUnit[] = [];
      const server = await createRtspServer({
        mounts: [{ path: '/s', source }],
        tap: { unit: (_path, _session, unit) => void sent.push(unit) },
      });
      onTestFinished(async () => {
        await server.close();
        source.close();
      });
      const raw = join(await temporaryDirectory(context), 'raw.yuv');
      const input = ['-v', 'error', '-rtsp_transport', 'tcp', '-i', server.urlOf('/s'), '-frames:v', '15'];
      const output = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', raw];
      const { stderr } = await runProgram(ffmpeg, [...input, ...output]);
      expect(stderr).not.toMatch(/error|corrupt/i);
      const bytes = readFileSync(raw);
      const frameBytes = (640 * 360 * 3) / 2;
      const shown = Array.from({ length: 15 }, (_, i) =>
        readFrameStrip(bytes.subarray(i * frameBytes, i * frameBytes + 640 * 360), 640, 360),
      );
      expect(shown).toEqual(sent.slice(0, 15).map((unit) => readFrameNumber(codec, unit.parts)));
      expect(sent[0]!.sync).toBe(true);
      expect(Math.abs(sent.at(-1)!.wallUnixMs - Date.now())).toBeLessThan(3000);
    });
  }
});

test('the bundled clips decode', async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  for (const name of ['cong-cho-sub', 'cau-ben-da-sub']) {
    const frames = await frameMd5(ffmpeg, new URL(`../clips/${name}.mp4`, import.meta.url).pathname);
    expect(frames.length).toBe(name.startsWith('cau') ? 40 : 64);
  }
});
