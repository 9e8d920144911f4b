/** Writes the head of a progressive movie: `ftyp`, `moov` with sample tables, and the header of `mdat`. */

import { encodeUtf8 } from '../bytes/index.ts';
import { BoxWriter } from './box-writer.ts';
import { displayedSize } from './displayed-size.ts';
import type { ExportChunks } from './export-chunks.ts';
import type { LaidTrack } from './export-track.ts';
import {
  MOVIE_BOXES_BYTES,
  writeMediaHeader,
  writeMediaInformation,
  writeMovieHeader,
  writeSampleDescription,
  writeTitle,
  writeTrackHeader,
} from './movie-boxes.ts';

/** `iso2` has edit lists and 64-bit tables, `avc1` is what old players look for. */
const BRANDS = ['isom', 'iso2', 'avc1', 'mp41'] as const;
/** Headers and counts of the table boxes of one track. */
const TABLE_HEADERS_BYTES = 256;
const MAX_UINT32 = 0xffff_ffff;

interface HeaderOptions {
  readonly creationUnixMs: number;
  readonly cameraName: string;
}

/** `chunks.offsetsBytes` count from the first byte of media here; the boxes get the place in the file. */
export function writeProgressiveHeader(
  options: HeaderOptions,
  tracks: readonly LaidTrack[],
  chunks: ExportChunks,
): { readonly header: Uint8Array; readonly totalBytes: number } {
  const titleUtf8 = encodeUtf8(options.cameraName);
  const lastChunk = chunks.count - 1;
  const mediaBytes = (chunks.offsetsBytes[lastChunk] ?? 0) + (chunks.sizesBytes[lastChunk] ?? 0);
  const mostBytes = tracks.reduce(
    (sum, track) => sum + capacityOf(track),
    MOVIE_BOXES_BYTES + titleUtf8.length,
  );
  const large = mostBytes + mediaBytes > MAX_UINT32;

  const writer = new BoxWriter(mostBytes);
  writer.open('ftyp');
  writer.text(BRANDS[0]);
  writer.u32(512);
  for (const brand of BRANDS) writer.text(brand);
  writer.close();
  writer.open('moov');
  writeMovieHeader(writer, {
    creationUnixMs: options.creationUnixMs,
    timescale: tracks[0]?.track.timescale ?? 1,
    durationTicks: Math.max(...tracks.map((track) => track.durationMovieTicks)),
    nextTrackId: tracks.length + 1,
  });
  const offsetTables = tracks.map((track, index) => writeTrack(writer, options, track, index + 1, large));
  writeTitle(writer, titleUtf8);
  writer.close();
  writeMdatHeader(writer, mediaBytes, large);
  fillChunkOffsets(writer, offsetTables, chunks, large);
  return { header: writer.finish(), totalBytes: writer.offsetBytes + mediaBytes };
}

/** An upper bound; `co64` is taken for granted. */
function capacityOf(track: LaidTrack): number {
  return (
    MOVIE_BOXES_BYTES +
    TABLE_HEADERS_BYTES +
    track.track.sampleEntry.length +
    track.edits.length * 20 +
    (track.times.length + track.compositionOffsets.length + (track.syncNumbers?.length ?? 0)) * 4 +
    track.sampleCount * 4 +
    track.samplesPerChunk.length * 6 +
    track.chunkSizesBytes.length * 8
  );
}

function writeMdatHeader(writer: BoxWriter, mediaBytes: number, large: boolean): void {
  writer.u32(large ? 1 : 8 + mediaBytes);
  writer.text('mdat');
  if (large) writer.u64(16 + mediaBytes);
}

/** Returns where the chunk offsets go. */
function writeTrack(
  writer: BoxWriter,
  options: HeaderOptions,
  laid: LaidTrack,
  trackId: number,
  large: boolean,
): number {
  const { creationUnixMs } = options;
  const { kind, sampleEntry, timescale } = laid.track;
  writer.open('trak');
  const size = displayedSize(kind, sampleEntry);
  writeTrackHeader(writer, {
    trackId,
    kind,
    creationUnixMs,
    durationMovieTicks: laid.durationMovieTicks,
    ...size,
  });
  writeEdits(writer, laid);
  writer.open('mdia');
  writeMediaHeader(writer, { kind, creationUnixMs, timescale, durationTicks: laid.mediaTicks });
  writer.open('minf');
  writeMediaInformation(writer, kind);
  writer.open('stbl');
  writeSampleDescription(writer, sampleEntry);
  writeTables(writer, laid);
  const offsetTable = writeChunkOffsetTable(writer, laid.chunkSizesBytes.length, large);
  for (let open = 4; open > 0; open -= 1) writer.close();
  return offsetTable;
}

/** Version 1: 64-bit times, so that a day in ticks of 90 kHz fits. */
function writeEdits(writer: BoxWriter, laid: LaidTrack): void {
  writer.open('edts');
  writer.openFull('elst', 1, 0);
  writer.u32(laid.edits.length);
  for (const edit of laid.edits) {
    writer.u64(edit.durationMovieTicks);
    if (edit.mediaStartTicks === null) {
      writer.u32(MAX_UINT32);
      writer.u32(MAX_UINT32);
    } else {
      writer.u64(edit.mediaStartTicks);
    }
    writer.u32(0x0001_0000); // at normal speed
  }
  writer.close();
  writer.close();
}

function writeTables(writer: BoxWriter, laid: LaidTrack): void {
  writePairs(writer, 'stts', laid.times);
  if (laid.compositionOffsets.length > 0) writePairs(writer, 'ctts', laid.compositionOffsets);
  if (laid.syncNumbers !== null) {
    writer.openFull('stss', 0, 0);
    writer.u32(laid.syncNumbers.length);
    for (const number of laid.syncNumbers) writer.u32(number);
    writer.close();
  }
  // Never one common size: players take that for QuickTime's PCM, where a sample is a single amplitude.
  writer.openFull('stsz', 0, 0);
  writer.u32(0);
  writer.u32(laid.sampleCount);
  for (const run of laid.runs) {
    for (const sizeBytes of run.sizesBytes) writer.u32(sizeBytes);
  }
  writer.close();
  writer.openFull('stsc', 0, 0);
  writer.u32(laid.samplesPerChunk.length / 2);
  for (let i = 0; i < laid.samplesPerChunk.length; i += 2) {
    writer.u32(laid.samplesPerChunk[i] ?? 0);
    writer.u32(laid.samplesPerChunk[i + 1] ?? 0);
    writer.u32(1); // sample description
  }
  writer.close();
}

function writePairs(writer: BoxWriter, type: string, pairs: Uint32Array): void {
  writer.openFull(type, 0, 0);
  writer.u32(pairs.length / 2);
  for (const value of pairs) writer.u32(value);
  writer.close();
}

/** Room only: the offsets follow when the header's size is known. */
function writeChunkOffsetTable(writer: BoxWriter, count: number, large: boolean): number {
  writer.openFull(large ? 'co64' : 'stco', 0, 0);
  writer.u32(count);
  const offsetTable = writer.offsetBytes;
  writer.zeros(count * (large ? 8 : 4));
  writer.close();
  return offsetTable;
}

function fillChunkOffsets(
  writer: BoxWriter,
  offsetTables: readonly number[],
  chunks: ExportChunks,
  large: boolean,
): void {
  const headerBytes = writer.offsetBytes;
  const next = [...offsetTables];
  for (let i = 0; i < chunks.count; i += 1) {
    const track = chunks.trackIndexes[i] ?? 0;
    const at = next[track] ?? 0;
    const offsetBytes = headerBytes + (chunks.offsetsBytes[i] ?? 0);
    if (large) writer.u32At(at, Math.floor(offsetBytes / 0x1_0000_0000));
    writer.u32At(large ? at + 4 : at, offsetBytes % 0x1_0000_0000);
    next[track] = at + (large ? 8 : 4);
  }
}
