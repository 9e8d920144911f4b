/** The port behind which pictures are coded anew, as H.264 that every browser plays. */
import type { VideoFormat } from '@matlang/media/stream';
import { type CodedPicture, PictureError } from '../picture/picture-engine.ts';

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
  /** Called with each picture that comes out, in the order in which they are shown; not after `close`. */
  readonly onPicture: (picture: TranscodedPicture) => void;
}

/** One stream's decoder and encoder, which hold much until `close`. What is pushed is worked off in that order. */
export interface Transcoder {
  /**
   * Takes a picture; fulfilled when the next one may come. A damaged one gives none.
   * @param wanted false: it is decoded for those that refer to it, and not shown
   * @throws TranscoderOverError, and PictureError where it is only this picture that can't be coded
   */
  push(picture: CodedPicture, wanted: boolean): Promise<void>;
  /** Fulfilled when all that is inside has come out. Nothing may be pushed afterwards. @throws as `push` */
  flush(): Promise<void>;
  /** The next picture that is pushed is a sync sample. */
  forceSync(): void;
  close(): void;
}

/** It ended by itself (too much memory, a crash, silence): whoever wants more opens another one. */
export class TranscoderOverError extends PictureError {}

/** Makes transcoders. @throws PictureError where nothing decodes such a format */
export type OpenTranscoder = (settings: TranscoderSettings) => Promise<Transcoder>;
