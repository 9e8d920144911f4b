/** The port behind which pictures are coded anew, as H.264 that every browser plays. */
import type { VideoFormat } from '@matlang/media/stream';
import type { CodedPicture } from '../picture/picture-engine.ts';

/** One picture as H.264; presentation and decode time are the same. */
export interface TranscodedPicture {
  /** NAL units, each behind its length in 4 bytes; a sync sample brings its parameter sets. */
  readonly data: Uint8Array;
  readonly ptsTicks: number;
  readonly sync: boolean;
  /** Of what follows; another object where it changes, and always with a sync sample. */
  readonly format: VideoFormat;
}

/** What one transcoder is made for. */
export interface TranscoderSettings {
  readonly format: VideoFormat;
  /** Larger pictures are made smaller. */
  readonly maxHeightPixels: number;
  /** Every picture that comes out is a sync sample. */
  readonly allSync: boolean;
}

/** One stream's decoder and encoder: one call at a time. Native memory is held until `close`. */
export interface Transcoder {
  /**
   * Takes a picture and gives those that came out, in the order in which they are shown. A damaged one gives none.
   * @param wanted false: it is decoded for those that refer to it, and not shown
   */
  push(picture: CodedPicture, wanted: boolean): Promise<readonly TranscodedPicture[]>;
  /** What is still inside. Nothing may be pushed afterwards. */
  flush(): Promise<readonly TranscodedPicture[]>;
  /** The next picture is a sync sample. */
  forceSync(): void;
  close(): void;
}

/** Makes transcoders. */
export type OpenTranscoder = (settings: TranscoderSettings) => Promise<Transcoder>;
