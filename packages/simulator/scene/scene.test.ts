import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameMd5, requireWitness, runProgram, temporaryDirectory } from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createRtspServer,
  createSceneSource,
  drawFrameStrip,
  loadNodeAv,
  readFrameNumber,
  readFrameStrip,
} from '../index.ts';
import type { SourceUnit } from '../source/media-source.ts';
import { BLACK, Picture, WHITE } from './picture.ts';
import { Scene } from './scene.ts';
import { drawText, textSize } from './text.ts';
import { wallClockText } from './wall-clock-text.ts';

const NOON = Date.UTC(2026, 10, 24, 5, 0, 0, 340);

test('the clock is that of Vietnam, with tenths', () => {
  expect(wallClockText(NOON)).toBe('24/11/2026 12:00:00.3');
});

test('every letter of Vietnamese looks different', () => {
  const bases = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const letters = [...bases.flatMap((base) => tones.map((tone) => (base + tone).normalize('NFC'))), 'd', 'đ'];
  const all = letters.flatMap((letter) => [letter, letter.toUpperCase()]);
  expect(all.length).toBe(148);
  const images = all.map((letter) => {
    const { width, height } = textSize(letter, 2);
    const picture = new Picture(width, height);
    picture.paint({ x: 0, y: 0, width, height }, BLACK);
    drawText(picture, letter, 0, 0, 2, WHITE);
    return Buffer.from(picture.data).toString('latin1');
  });
  expect(new Set(images).size).toBe(all.length);
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
      if (loaded.open === null) {
        context.skip(`node-av is missing: ${loaded.reason}`);
        return;
      }
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
