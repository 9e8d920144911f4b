/** The boxes of `moov` that segment files and progressive movies have in common. */
import type { BoxWriter } from './box-writer.ts';
import { macSecondsOfUnixMs } from './wall-time.ts';

/** Bytes of all boxes written here, without sample entry and texts: an upper bound for a movie of one track. */
export const MOVIE_BOXES_BYTES = 1024;

const FIXED_ONE = 0x0001_0000;
const LANGUAGE_UNDETERMINED = 0x55c4;

/** The fields of `mvhd`; creation is kept to the second. */
export interface MovieHeader {
  readonly creationUnixMs: number;
  readonly timescale: number;
  /** 0 for a file of fragments. */
  readonly durationTicks: number;
  readonly nextTrackId: number;
}

/** Version 1 throughout: 32-bit seconds since 1904 end in 2040. */
export function writeMovieHeader(writer: BoxWriter, header: MovieHeader): void {
  const created = macSecondsOfUnixMs(header.creationUnixMs);
  writer.openFull('mvhd', 1, 0);
  writer.u64(created);
  writer.u64(created);
  writer.u32(header.timescale);
  writer.u64(header.durationTicks);
  writer.u32(FIXED_ONE); // rate
  writer.u16(0x0100); // volume
  writer.zeros(10);
  writeUnityMatrix(writer);
  writer.zeros(24);
  writer.u32(header.nextTrackId);
  writer.close();
}

/** The fields of `tkhd`. */
export interface TrackHeader {
  readonly trackId: number;
  readonly kind: 'video' | 'audio';
  readonly creationUnixMs: number;
  /** In ticks of the movie. */
  readonly durationMovieTicks: number;
  /** Size on the screen: pixels made square; 0 for sound. */
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** `tkhd`: shown as it lies, without turning or scaling. */
export function writeTrackHeader(writer: BoxWriter, header: TrackHeader): void {
  const created = macSecondsOfUnixMs(header.creationUnixMs);
  writer.openFull('tkhd', 1, 3); // enabled, in movie
  writer.u64(created);
  writer.u64(created);
  writer.u32(header.trackId);
  writer.zeros(4);
  writer.u64(header.durationMovieTicks);
  writer.zeros(12);
  writer.u16(header.kind === 'audio' ? 0x0100 : 0);
  writer.zeros(2);
  writeUnityMatrix(writer);
  writer.u32(header.widthPixels * FIXED_ONE);
  writer.u32(header.heightPixels * FIXED_ONE);
  writer.close();
}

function writeUnityMatrix(writer: BoxWriter): void {
  const rows = [FIXED_ONE, 0, 0, 0, FIXED_ONE, 0, 0, 0, 0x4000_0000];
  for (const value of rows) writer.u32(value);
}

/** The fields of `mdhd` and `hdlr`: the track's own timescale, and whether it is picture or sound. */
export interface MediaHeader {
  readonly kind: 'video' | 'audio';
  readonly creationUnixMs: number;
  readonly timescale: number;
  readonly durationTicks: number;
}

/** `mdhd` and `hdlr`: the first children of `mdia`. */
export function writeMediaHeader(writer: BoxWriter, header: MediaHeader): void {
  const created = macSecondsOfUnixMs(header.creationUnixMs);
  writer.openFull('mdhd', 1, 0);
  writer.u64(created);
  writer.u64(created);
  writer.u32(header.timescale);
  writer.u64(header.durationTicks);
  writer.u16(LANGUAGE_UNDETERMINED);
  writer.u16(0);
  writer.close();

  writer.openFull('hdlr', 0, 0);
  writer.zeros(4);
  writer.text(header.kind === 'video' ? 'vide' : 'soun');
  writer.zeros(12);
  writer.text(header.kind === 'video' ? 'Video' : 'Sound');
  writer.u8(0);
  writer.close();
}

/** `vmhd` or `smhd`, and `dinf`: the first children of `minf`. The media lie in this file. */
export function writeMediaInformation(writer: BoxWriter, kind: 'video' | 'audio'): void {
  if (kind === 'video') {
    writer.openFull('vmhd', 0, 1);
    writer.zeros(8);
  } else {
    writer.openFull('smhd', 0, 0);
    writer.zeros(4);
  }
  writer.close();

  writer.open('dinf');
  writer.openFull('dref', 0, 0);
  writer.u32(1);
  writer.openFull('url ', 0, 1);
  writer.close();
  writer.close();
  writer.close();
}

/** `stsd` with one entry, written as it is given: a whole box. */
export function writeSampleDescription(writer: BoxWriter, sampleEntry: Uint8Array): void {
  writer.openFull('stsd', 0, 0);
  writer.u32(1);
  writer.bytes(sampleEntry);
  writer.close();
}

/** The title as iTunes, ffprobe and VLC read it: `udta.meta.ilst.©nam`. Nothing for an empty one. */
export function writeTitle(writer: BoxWriter, titleUtf8: Uint8Array): void {
  if (titleUtf8.length === 0) return;
  writer.open('udta');
  writer.openFull('meta', 0, 0);
  writer.openFull('hdlr', 0, 0);
  writer.zeros(4);
  writer.text('mdirappl');
  writer.zeros(9);
  writer.close();
  writer.open('ilst');
  writer.open('\u00a9nam');
  writer.open('data');
  writer.u32(1); // UTF-8
  writer.u32(0);
  writer.bytes(titleUtf8);
  for (let open = 5; open > 0; open -= 1) writer.close();
}
