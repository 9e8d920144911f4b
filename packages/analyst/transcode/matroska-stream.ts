/**
 * Coded pictures as an endless Matroska stream (RFC 9559) for a program that reads a pipe. A fragmented MP4 would do as well, but the program
 * keeps an entry of each of its fragments: a quarter of a gigabyte a day at 15 pictures a second.
 */
import type { VideoFormat } from '@matlang/media/stream';
import { annexBOfParameterSets } from '../picture/annex-b.ts';

/** IDs of elements, with their marker bits. */
const ID = {
  ebml: 0x1a45_dfa3,
  docType: 0x4282,
  segment: 0x1853_8067,
  info: 0x1549_a966,
  timestampScale: 0x2a_d7b1,
  tracks: 0x1654_ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43_b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const;
const CODEC_IDS = { h264: 'V_MPEG4/ISO/AVC', h265: 'V_MPEGH/ISO/HEVC' } as const;
const VIDEO_TRACK = 1;
/** Track 1, timestamp that of the cluster, no flags. */
const BLOCK_HEADER = [0x81, 0, 0, 0] as const;
/** All ones: the length is not known, the element lasts as long as the stream. */
const UNKNOWN_LENGTH = Buffer.from('01ffffffffffffff', 'hex');
const TWO_32 = 0x1_0000_0000;

/** @param tickNanoseconds of the timestamps of `matroskaPicture` */
export function matroskaHead(format: VideoFormat, tickNanoseconds: number): Uint8Array {
  const { codec, widthPixels, heightPixels } = format;
  const video = element(
    ID.video,
    element(ID.pixelWidth, number(widthPixels)),
    element(ID.pixelHeight, number(heightPixels)),
  );
  const track = element(
    ID.trackEntry,
    element(ID.trackNumber, number(1)),
    element(ID.trackUid, number(1)),
    element(ID.trackType, number(VIDEO_TRACK)),
    element(ID.codecId, Buffer.from(CODEC_IDS[codec], 'latin1')),
    // With start codes, as the pictures have them: libavcodec takes both.
    element(ID.codecPrivate, annexBOfParameterSets(format)),
    video,
  );
  return Buffer.concat([
    element(ID.ebml, element(ID.docType, Buffer.from('matroska', 'latin1'))),
    Buffer.concat([idBytes(ID.segment), UNKNOWN_LENGTH]),
    element(ID.info, element(ID.timestampScale, number(tickNanoseconds))),
    element(ID.tracks, track),
  ]);
}

/** @param units NAL units with start codes. @param timestamp from 0 to 2^53 */
export function matroskaPicture(units: Uint8Array, timestamp: number): Uint8Array {
  return element(
    ID.cluster,
    element(ID.timestamp, number(timestamp)),
    element(ID.simpleBlock, Uint8Array.from(BLOCK_HEADER), units),
  );
}

function element(id: number, ...content: readonly Uint8Array[]): Buffer {
  const sizeBytes = content.reduce((sum, part) => sum + part.length, 0);
  const length = Buffer.alloc(8);
  length.writeUInt32BE(0x0100_0000 | Math.floor(sizeBytes / TWO_32), 0);
  length.writeUInt32BE(sizeBytes % TWO_32, 4);
  return Buffer.concat([idBytes(id), length, ...content]);
}

function idBytes(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(Math.floor(value / TWO_32), 0);
  bytes.writeUInt32BE(value % TWO_32, 4);
  return bytes;
}
