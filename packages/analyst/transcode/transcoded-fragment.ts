/** Pictures coded anew in the shape in which viewers get everything: an init segment, then a fragment a picture. */
import type { ChannelInitFacts } from '@matlang/link';
import { createInitSegment, writeFragment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import type { TranscodedPicture } from './transcoder.ts';

/** A picture on its way to a viewer. */
export interface TranscodedFragment {
  readonly sync: boolean;
  /** Site time at which the picture comes on. */
  readonly wallStartUnixMs: number;
  /** moof + mdat. */
  readonly bytes: Uint8Array;
}

/** ftyp + moov. */
export function initOf(format: VideoFormat): Uint8Array {
  return createInitSegment({ format, creationUnixMs: 0, cameraName: '' });
}

/** What is said of the format on a channel. */
export function factsOf(
  format: VideoFormat,
  { channel, cameraId, kind }: Pick<ChannelInitFacts, 'channel' | 'cameraId' | 'kind'>,
): ChannelInitFacts {
  const { codec, codecString, timescale, widthPixels, heightPixels } = format;
  const picture = { codec, codecString, timescale, widthPixels, heightPixels };
  return { channel, cameraId, kind, ...picture, sampleRateHz: null, channels: null };
}

/** @param durationTicks until the next picture, foretold where it is not known */
export function fragmentOf(
  { data, ptsTicks, sync }: TranscodedPicture,
  durationTicks: number,
  wallStartUnixMs: number,
  sequenceNumber: number,
): TranscodedFragment {
  const sample = {
    dtsTicks: ptsTicks,
    compositionOffsetTicks: 0,
    durationTicks,
    sizeBytes: data.length,
    sync,
    leading: false,
    disposable: false,
  };
  const wall = Math.max(0, Math.round(wallStartUnixMs));
  const bytes = writeFragment({
    sequenceNumber,
    wallStartUnixMs: wall,
    prft: false,
    samples: [sample],
    data: [data],
  });
  return { sync, wallStartUnixMs: wall, bytes };
}
