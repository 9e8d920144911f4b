/** The port to whatever turns pictures into H.264 or H.265; the generator knows nothing else of it. */
import type { VideoCodec } from '@matlang/media/stream';
import type { Picture } from '../scene/picture.ts';

/** What an encoder is to make: sizes in pixels, the rate in bits a second. */
export interface EncoderSettings {
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Frames from key frame to key frame. */
  readonly gopFrames: number;
  readonly bitsPerSecond: number;
  /** `live` (default): least work. `small`: least bytes, for files. */
  readonly effort?: 'live' | 'small';
}

/** One coded picture, in decoding order. */
export interface EncodedPicture {
  /** NAL units without start code, parameter sets before each key frame; the caller's own. */
  readonly nals: readonly Uint8Array[];
  readonly sync: boolean;
}

/** One picture in, one picture out: no look-ahead, no reordering. One call at a time. */
export interface PictureEncoder {
  /** `picture` may be painted over when the promise is fulfilled. */
  encode(picture: Picture, frameNumber: number, forceSync: boolean): Promise<EncodedPicture>;
  close(): void;
}

/** Opens one encoder; rejects where the settings can't be met. */
export type OpenEncoder = (settings: EncoderSettings) => Promise<PictureEncoder>;
