/**
 * H.264 made bit by bit, without an encoder: uncompressed macroblocks (I_PCM) and skipped ones. Decodable everywhere, of
 * any length, key frame distance and size, each picture numbered twice: by SEI and by a strip along the lower edge.
 */
import { createH264Format } from '@matlang/media/codec';
import { writeFrameNumberSei } from '../frame-number-sei.ts';
import { drawFrameStrip } from '../scene/frame-strip.ts';
import { colourOf, Picture } from '../scene/picture.ts';
import { BitWriter } from './bit-writer.ts';
import type { ClipUnit, FileTrack } from './clip.ts';
import { VIDEO_CLOCK_HZ } from './mp4-file.ts';

/** Length, rate and sizes of the stream, in pictures, pixels and bytes; the same options give the same bytes. */
export interface SyntheticH264Options {
  readonly frames: number;
  readonly framesPerSecond: number;
  /** From key frame to key frame. Default: one at the beginning only. */
  readonly gopFrames?: number;
  /** Multiples of 16. Default 512x288; the strip is drawn in each picture where the width is 512. */
  readonly width?: number;
  readonly height?: number;
  /** Filler data (NAL type 12) that brings each picture to at least this size. Default 0. */
  readonly minFrameBytes?: number;
  /** Of the first picture. Default 0. */
  readonly firstFrameNumber?: number;
  /** Default true; without it a picture between key frames takes some 50 bytes. */
  readonly strip?: boolean;
}

const MACROBLOCK = 16;
/** 32 blocks of one macroblock each. */
const STRIP_WIDTH = 32 * MACROBLOCK;
const FRAME_NUMBER_BITS = 4;
const I_PCM_IN_I_SLICE = 25;
const I_PCM_IN_P_SLICE = 30;

/** A track for `createClip`. Pictures are made at once: mind the length where the strip is on (12.5 kB each). */
export function createSyntheticH264(options: SyntheticH264Options): FileTrack {
  const { width = STRIP_WIDTH, height = 288, frames, framesPerSecond } = options;
  if (width % MACROBLOCK !== 0 || height % MACROBLOCK !== 0) {
    throw new TypeError(`size: ${width}x${height} is not a multiple of 16`);
  }
  const gopFrames = options.gopFrames ?? frames;
  const sps = writeSps(width, height);
  const pps = writePps();
  const frameTicks = VIDEO_CLOCK_HZ / framesPerSecond;
  const background = new Picture(width, height);
  background.paint({ x: 0, y: 0, width, height }, colourOf(70, 100, 130));
  const units: ClipUnit[] = [];
  for (let i = 0; i < frames; i += 1) {
    const frameNumber = (options.firstFrameNumber ?? 0) + i;
    const inGop = i % gopFrames;
    const drawsStrip = (options.strip ?? true) && width === STRIP_WIDTH;
    if (drawsStrip) drawFrameStrip(background, frameNumber);
    const slice =
      inGop === 0
        ? writeKeySlice(background, (i / gopFrames) & 1)
        : writeInterSlice(background, inGop, drawsStrip);
    const parts = [writeFrameNumberSei('h264', frameNumber), slice];
    const sizeBytes = parts.reduce((sum, nal) => sum + nal.length, 0);
    const fillerBytes = (options.minFrameBytes ?? 0) - sizeBytes;
    if (fillerBytes > 0) parts.push(writeFiller(fillerBytes));
    units.push({ dtsTicks: i * frameTicks, ptsTicks: i * frameTicks, sync: inGop === 0, parts });
  }
  return {
    format: createH264Format({ sps: [sps], pps: [pps], timescale: VIDEO_CLOCK_HZ }),
    clockRateHz: VIDEO_CLOCK_HZ,
    units,
    durationTicks: frames * frameTicks,
  };
}

/** Baseline, level 4.0, order of output is order of decoding (pic_order_cnt_type 2), one reference. */
function writeSps(width: number, height: number): Uint8Array {
  const bits = new BitWriter();
  for (const byte of [0x67, 66, 0xc0, 40]) bits.bits(byte, 8);
  bits.ue(0);
  bits.ue(FRAME_NUMBER_BITS - 4);
  bits.ue(2);
  bits.ue(1);
  bits.bits(0, 1);
  bits.ue(width / MACROBLOCK - 1);
  bits.ue(height / MACROBLOCK - 1);
  bits.bits(0b1100, 4);
  return bits.finishNal();
}

/** CAVLC, one reference, deblocking told per slice. */
function writePps(): Uint8Array {
  const bits = new BitWriter();
  bits.bits(0x68, 8);
  bits.ue(0);
  bits.ue(0);
  bits.bits(0, 2);
  for (let i = 0; i < 3; i += 1) bits.ue(0);
  bits.bits(0, 3);
  for (let i = 0; i < 3; i += 1) bits.ue(0);
  bits.bits(0b100, 3);
  return bits.finishNal();
}

/** Both kinds of slices: one slice a picture, the parameters that the sets above leave to say. */
function beginSlice(header: number, sliceType: number, frameNumber: number): BitWriter {
  const bits = new BitWriter();
  bits.bits(header, 8);
  bits.ue(0);
  bits.ue(sliceType);
  bits.ue(0);
  bits.bits(frameNumber, FRAME_NUMBER_BITS);
  return bits;
}

/** No change of the quantiser, no deblocking: samples stay as they are. */
function endHeader(bits: BitWriter): void {
  bits.ue(0);
  bits.ue(1);
}

function writeKeySlice(picture: Picture, idrId: number): Uint8Array {
  const bits = beginSlice(0x65, 7, 0);
  bits.ue(idrId);
  bits.bits(0, 2);
  endHeader(bits);
  for (let y = 0; y < picture.height; y += MACROBLOCK) {
    for (let x = 0; x < picture.width; x += MACROBLOCK) writePcm(bits, I_PCM_IN_I_SLICE, picture, x, y);
  }
  return bits.finishNal();
}

/** Everything as before but the last row of macroblocks. */
function writeInterSlice(picture: Picture, inGop: number, drawsStrip: boolean): Uint8Array {
  const bits = beginSlice(0x41, 5, inGop % (1 << FRAME_NUMBER_BITS));
  bits.bits(0, 3);
  endHeader(bits);
  const columns = picture.width / MACROBLOCK;
  const rows = picture.height / MACROBLOCK;
  if (!drawsStrip) {
    bits.ue(columns * rows);
    return bits.finishNal();
  }
  bits.ue(columns * (rows - 1));
  for (let column = 0; column < columns; column += 1) {
    if (column > 0) bits.ue(0);
    writePcm(bits, I_PCM_IN_P_SLICE, picture, column * MACROBLOCK, (rows - 1) * MACROBLOCK);
  }
  return bits.finishNal();
}

/** 256 samples of luma, 64 of each chroma, as they are. */
function writePcm(bits: BitWriter, macroblockType: number, picture: Picture, x: number, y: number): void {
  bits.ue(macroblockType);
  bits.align(0);
  const { width, height, data } = picture;
  for (let row = 0; row < MACROBLOCK; row += 1) {
    const at = (y + row) * width + x;
    bits.bytes(data.subarray(at, at + MACROBLOCK));
  }
  const half = width / 2;
  for (const plane of [width * height, (width * height * 5) / 4]) {
    for (let row = 0; row < MACROBLOCK / 2; row += 1) {
      const at = plane + (y / 2 + row) * half + x / 2;
      bits.bytes(data.subarray(at, at + MACROBLOCK / 2));
    }
  }
}

function writeFiller(sizeBytes: number): Uint8Array {
  const nal = new Uint8Array(Math.max(3, sizeBytes)).fill(0xff);
  nal[0] = 12;
  nal[nal.length - 1] = 0x80;
  return nal;
}
