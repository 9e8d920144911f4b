/** How pictures are coded anew, whoever does it: x264 without look-ahead or B pictures, so that what goes in comes out at once. */
import { H264_NAL } from '@matlang/media/codec';
import type { VideoFormat } from '@matlang/media/stream';
import { MAX_TRANSCODED_WIDTH_PIXELS } from '../picture/decoding-limits.ts';
import { VIDEO_TIMESCALE } from '../picture/video-clock.ts';
import { formatOfNals, joinSample, splitAnnexB } from './h264-sample.ts';
import type { TranscodedPicture } from './transcoder.ts';

/** Between sync samples, so that somebody who joins gets little to catch up with. */
const GOP_TICKS = 2 * VIDEO_TIMESCALE;
/** Quality of x264, and what it may take at the worst: a street at 360 lines looks as its source does. */
const RATE = 'crf=25:vbv-maxrate=1500:vbv-bufsize=1500';

/** Options of libavcodec's x264. Sync samples are made where they are forced, never by itself. */
export const X264_OPTIONS = {
  preset: 'veryfast',
  tune: 'zerolatency',
  profile: 'main',
  'forced-idr': '1',
  'x264-params': `scenecut=0:repeat-headers=1:threads=1:sliced-threads=0:${RATE}`,
} as const;

/** So many pictures without a sync sample are never reached. */
export const MAX_GOP_PICTURES = 3000;

/** A filter description of libavfilter: even sizes, at most so many lines, square pixels. */
export function transcodingFilter(maxHeightPixels: number): string {
  return [
    `scale=w='max(16,2*round(min(${MAX_TRANSCODED_WIDTH_PIXELS},iw*sar*min(1,${maxHeightPixels}/ih))/2))':h='max(16,2*round(min(${maxHeightPixels},ih)/2))':flags=bilinear:out_range=tv`,
    'setsar=1',
    'format=yuv420p',
  ].join(',');
}

/** Which pictures are to be sync samples: the first, each that is forced, and one every two seconds. */
export class SyncRhythm {
  readonly #allSync: boolean;
  #forced = true;
  #lastTicks = 0;

  constructor(allSync: boolean) {
    this.#allSync = allSync;
  }

  force(): void {
    this.#forced = true;
  }

  isDue(ptsTicks: number): boolean {
    return this.#allSync || this.#forced || Math.abs(ptsTicks - this.#lastTicks) >= GOP_TICKS;
  }

  /** One was made, or is on its way. */
  made(ptsTicks: number): void {
    this.#forced = false;
    this.#lastTicks = ptsTicks;
  }
}

/** Makes pictures of what the encoder puts out; remembers the newest parameter sets. */
export class EncodedPictures {
  #format: VideoFormat | null = null;

  /** `bytes` with start codes, free again on return. Null before the first sync sample. */
  take(bytes: Uint8Array, ptsTicks: number): TranscodedPicture | null {
    const nals = splitAnnexB(bytes);
    const sync = nals.some((nal) => ((nal[0] ?? 0) & 31) === H264_NAL.idr);
    if (sync) this.#format = formatOfNals(nals, VIDEO_TIMESCALE) ?? this.#format;
    return this.#format === null ? null : { data: joinSample(nals), ptsTicks, sync, format: this.#format };
  }
}
