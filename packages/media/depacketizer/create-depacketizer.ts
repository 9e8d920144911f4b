/** From a media description to the depacketizer of its payload format. */
import type { Codec } from '../stream/index.ts';
import { createAacDepacketizer } from './aac/create-aac-depacketizer.ts';
import type { Depacketizer, UnitAllocator } from './depacketizer.ts';
import { G711Depacketizer } from './g711/g711-depacketizer.ts';
import { H264Depacketizer } from './h264/h264-depacketizer.ts';
import { H265Depacketizer } from './h265/h265-depacketizer.ts';
import type { MediaDescription } from './media-description.ts';
import { DepacketizerRefusal } from './refusal.ts';

const CODEC_BY_ENCODING_NAME: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  ['H264', 'h264'],
  ['H265', 'h265'],
  ['HEVC', 'h265'],
  ['MPEG4-GENERIC', 'aac'],
  ['PCMA', 'pcma'],
  ['PCMU', 'pcmu'],
]);

/** The codec behind an RTP encoding name in any case, or null: it isn't recorded. */
export function codecOfEncodingName(encodingName: string): Codec | null {
  return CODEC_BY_ENCODING_NAME.get(encodingName.toUpperCase()) ?? null;
}

/**
 * Pictures run at 90 kHz, sound at 8 to 192 kHz. With it the room in front of a run (24 frames of a second at most) stays below
 * the half wrap that unwrapped times leave.
 */
const MAX_CLOCK_RATE_HZ = 10_000_000;

/** More channels than any microphone input of a camera. */
const MAX_G711_CHANNELS = 8;

const CREATE_BY_CODEC: Readonly<
  Record<Codec, (media: MediaDescription, allocate: UnitAllocator) => Depacketizer>
> = {
  h264: (media, allocate) =>
    new H264Depacketizer({
      clockRateHz: media.clockRateHz,
      allocate,
      spropParameterSets: media.formatParameters.get('sprop-parameter-sets') ?? null,
    }),
  h265: (media, allocate) =>
    new H265Depacketizer({
      clockRateHz: media.clockRateHz,
      allocate,
      spropVps: media.formatParameters.get('sprop-vps') ?? null,
      spropSps: media.formatParameters.get('sprop-sps') ?? null,
      spropPps: media.formatParameters.get('sprop-pps') ?? null,
      decodingOrderNumbers: Number(media.formatParameters.get('sprop-max-don-diff') ?? 0) > 0,
    }),
  aac: createAacDepacketizer,
  pcma: (media) => new G711Depacketizer('pcma', media.clockRateHz, g711Channels(media)),
  pcmu: (media) => new G711Depacketizer('pcmu', media.clockRateHz, g711Channels(media)),
};

/**
 * Refuses (DepacketizerRefusal) a codec that isn't recorded, by its name (MP4A-LATM and MPEG-4 video among them), and
 * format parameters that make no sense. Missing parameter sets are no reason: they may come in the stream.
 * `allocate` gives the memory of pictures; sound, which is small, always has memory of its own.
 */
export function createDepacketizer(
  media: MediaDescription,
  allocate: UnitAllocator = allocateAlone,
): Depacketizer {
  const { encodingName, clockRateHz } = media;
  const codec = codecOfEncodingName(encodingName);
  if (codec === null) {
    throw new DepacketizerRefusal('codec-unsupported', encodingName, `codec ${encodingName} isn't recorded`);
  }
  if (!(Number.isInteger(clockRateHz) && clockRateHz > 0 && clockRateHz <= MAX_CLOCK_RATE_HZ)) {
    throw new DepacketizerRefusal(
      'parameters-invalid',
      encodingName,
      `${encodingName}: clock rate ${clockRateHz}`,
    );
  }
  return CREATE_BY_CODEC[codec](media, allocate);
}

/** Each unit in a buffer of its own. */
function allocateAlone(sizeBytes: number): Uint8Array {
  return new Uint8Array(sizeBytes);
}

function g711Channels(media: MediaDescription): number {
  const channels = media.channels ?? 1;
  if (Number.isInteger(channels) && channels >= 1 && channels <= MAX_G711_CHANNELS) return channels;
  throw new DepacketizerRefusal(
    'parameters-invalid',
    media.encodingName,
    `${media.encodingName}: ${channels} channels`,
  );
}
