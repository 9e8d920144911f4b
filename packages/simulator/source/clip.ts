/** A media file in memory: its units in decoding order, packetised once each and shared by every playout. */
import { readFileSync } from 'node:fs';
import { packetizeUnit } from '../packetizer/packetize-unit.ts';
import type { PacketizedUnit } from '../packetizer/packetized-unit.ts';
import { readAnnexBTrack } from './annex-b-file.ts';
import { readAudioTrack } from './audio-file.ts';
import { fileEnding } from './file-ending.ts';
import type { SourceTrack } from './media-source.ts';
import { readMp4Tracks } from './mp4-file.ts';
import { withParameterSets } from './parameter-sets.ts';

/** How a file's units are cut into packets, and what is taken from elsewhere. */
export interface ClipOptions {
  /** Largest RTP payload. Default 1400. */
  readonly maxPayloadBytes?: number;
  /** `before-sync` (default): in-band before each key frame that does not bring its own. `as-in-file`: nothing is added. */
  readonly parameterSets?: 'before-sync' | 'as-in-file';
  /** Neighbouring small NAL units share a packet (STAP-A, AP). Default true. */
  readonly aggregate?: boolean;
  /** For files without times (.h264 .h265). Default 25. */
  readonly framesPerSecond?: number;
  /**
   * Sound of another file: .wav with G.711, .alaw, .ulaw, .aac (ADTS). `none` leaves the file's own out. Default: the
   * file's own.
   */
  readonly audio?: 'none' | { readonly path: string };
}

/** One unit of a track as read from the file. */
export interface ClipUnit {
  /** In ticks of the track's RTP clock. */
  readonly dtsTicks: number;
  readonly ptsTicks: number;
  readonly sync: boolean;
  /** NAL units without start code, or the one piece of coded sound. */
  readonly parts: readonly Uint8Array[];
}

/** What the readers of files answer: one track before it is prepared for the wire. */
export interface FileTrack extends Omit<SourceTrack, 'payloadType'> {
  readonly units: readonly ClipUnit[];
  /** What one loop lasts; not rounded, so that loops don't drift. */
  readonly durationTicks: number;
}

/** One track of the file, with its packets. */
export interface ClipTrack extends FileTrack, SourceTrack {
  /** Packets of `units[index]`, prepared at the first use. */
  packetsOf(index: number): PacketizedUnit;
}

/** A file in memory; several playouts may share it, nothing of it changes. */
export interface Clip {
  readonly tracks: readonly ClipTrack[];
}

/** The video track comes first; the first sound track second. */
const VIDEO_PAYLOAD_TYPE = 96;
const AAC_PAYLOAD_TYPE = 97;
/** Static by RFC 3551 where the clock is 8 kHz and mono. */
const STATIC_PAYLOAD_TYPE = { pcmu: 0, pcma: 8 } as const;

/**
 * Reads a file whole: .mp4, Annex B .h264 .h265, or sound alone.
 * @throws TypeError for another kind of file or one without a playable track; Mp4Error, CodecError for broken ones
 */
export function openClip(path: string, options: ClipOptions = {}): Clip {
  const found = readTracks(path, options);
  const video = found.find((track) => track.format.kind === 'video');
  const audio =
    options.audio === 'none'
      ? undefined
      : typeof options.audio === 'object'
        ? readAudioTrack(options.audio.path, readFileSync(options.audio.path))
        : found.find((track) => track.format.kind === 'audio');
  const tracks = [video, audio].filter((track) => track !== undefined);
  if (tracks.length === 0) throw new TypeError(`path: nothing to play in ${path}`);
  return createClip(tracks, options);
}

/** A clip out of tracks made in memory. */
export function createClip(tracks: readonly FileTrack[], options: ClipOptions = {}): Clip {
  return { tracks: tracks.map((track) => prepareTrack(track, options)) };
}

function readTracks(path: string, options: ClipOptions): readonly FileTrack[] {
  const bytes = readFileSync(path);
  switch (fileEnding(path)) {
    case 'mp4':
    case 'm4v':
    case 'mov':
      return readMp4Tracks(bytes);
    case 'h264':
    case '264':
      return [readAnnexBTrack(bytes, 'h264', options.framesPerSecond ?? 25)];
    case 'h265':
    case '265':
    case 'hevc':
      return [readAnnexBTrack(bytes, 'h265', options.framesPerSecond ?? 25)];
    default:
      return [readAudioTrack(path, bytes)];
  }
}

function prepareTrack(track: FileTrack, options: ClipOptions): ClipTrack {
  const { format } = track;
  const units =
    format.kind === 'video' && options.parameterSets !== 'as-in-file'
      ? track.units.map((unit) =>
          unit.sync ? { ...unit, parts: withParameterSets(format, unit.parts) } : unit,
        )
      : track.units;
  const payloadType = payloadTypeOf(track);
  const prepared: (PacketizedUnit | undefined)[] = [];
  const packetize = {
    payloadType,
    codec: format.codec,
    maxPayloadBytes: options.maxPayloadBytes ?? 1400,
    aggregate: options.aggregate ?? true,
  };
  return {
    ...track,
    units,
    payloadType,
    packetsOf(index) {
      const known = prepared[index];
      if (known !== undefined) return known;
      const unit = units[index];
      if (unit === undefined) throw new TypeError(`index: no unit ${index}`);
      const packets = packetizeUnit(unit.parts, packetize);
      prepared[index] = packets;
      return packets;
    },
  };
}

function payloadTypeOf({ format, clockRateHz }: FileTrack): number {
  if (format.kind === 'video') return VIDEO_PAYLOAD_TYPE;
  if (format.codec === 'aac') return AAC_PAYLOAD_TYPE;
  return clockRateHz === 8000 && format.channels === 1
    ? STATIC_PAYLOAD_TYPE[format.codec]
    : AAC_PAYLOAD_TYPE + 1;
}
