/** The port behind which pictures are decoded: what goes in, what comes out, and what may go wrong. */
import type { VideoFormat } from '@matlang/media/stream';

/** One coded picture as it lies in a file: NAL units, each behind its length in 4 bytes. Times in the format's timescale. */
export interface CodedPicture {
  readonly data: Uint8Array;
  readonly dtsTicks: number;
  readonly ptsTicks: number;
}

/** One picture to be made. */
export interface PictureRequest {
  readonly format: VideoFormat;
  /** In decoding order, the first one decodable alone; everything that the wanted one depends on, and nothing behind it. */
  readonly pictures: readonly CodedPicture[];
  /** Presentation time of the wanted one. */
  readonly ptsTicks: number;
  /** Null: as large as it is. Never enlarged; the height follows the shape of the picture. */
  readonly widthPixels: number | null;
  /** In fewer bytes, where the usual ones were too many. */
  readonly coarse?: boolean;
}

/** Makes JPEG pictures of coded ones. */
export interface PictureEngine {
  readonly name: 'node-av' | 'ffmpeg';
  /** Requests that it works on at the same time; more of them wait at the caller's. */
  readonly atOnce: number;
  /**
   * The JPEG, in a buffer of its own. Rejects with PictureError where the samples give no such picture, or with the reason of
   * `signal` where nobody waits for it any more.
   */
  makeJpeg(request: PictureRequest, signal: AbortSignal): Promise<Uint8Array>;
}

/** The samples give no such picture: damaged, or of a kind that the decoder does not know. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}
