/** What was recorded of a span as H.264: read, decoded and encoded only as fast as its reader gives credit. */
import type { ArchiveReader, StreamFragment } from '@matlang/archive/reading';
import { Mp4Error, readFragment, readInitSegment, type ScannedFragment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { picturesOf } from '../picture/fragment-pictures.ts';
import { type CodedPicture, PictureError } from '../picture/picture-engine.ts';
import { msOfTicks } from '../picture/video-clock.ts';
import { fragmentOf, type TranscodedFragment } from './transcoded-fragment.ts';
import {
  type OpenTranscoder,
  type TranscodedPicture,
  type Transcoder,
  TranscoderOverError,
} from './transcoder.ts';

/** What is asked for. */
export interface ReplayQuestion {
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly keyFrames: boolean;
}

/** How it is coded anew. */
export interface ReplayTranscoding {
  readonly openTranscoder: OpenTranscoder;
  readonly maxHeightPixels: number;
  /** Nobody waits for it any more. */
  readonly givenUp: AbortSignal;
}

/** An init begins anew; fragments follow it. */
export type ReplayPart =
  | { readonly type: 'init'; readonly format: VideoFormat }
  | { readonly type: 'fragment'; readonly fragment: TranscodedFragment };

/** Shown before the span begins: what lies further back is decoded, and not encoded. */
const LEAD_MS = 1000;
const LAST_DURATION_TICKS = 6000;
const LONGEST_DURATION_TICKS = 0xffff_ffff;

/**
 * What is damaged is left out. Nothing is decoded before it is asked for.
 * @throws ArchiveReadError; PictureError where pictures were recorded and none of them can be decoded
 */
export async function* replay(
  archive: ArchiveReader,
  question: ReplayQuestion,
  transcoding: ReplayTranscoding,
): AsyncGenerator<ReplayPart> {
  const seen = { isWanted: false };
  let isShown = false;
  for await (const part of partsOf(archive, question, transcoding, seen)) {
    isShown = true;
    yield part;
  }
  if (seen.isWanted && !isShown && !transcoding.givenUp.aborted)
    throw new PictureError('nothing of the span can be decoded');
}

async function* partsOf(
  archive: ArchiveReader,
  question: ReplayQuestion,
  { openTranscoder, maxHeightPixels, givenUp }: ReplayTranscoding,
  seen: Seen,
): AsyncGenerator<ReplayPart> {
  const { cameraId, kind, fromUnixMs, toUnixMs, keyFrames } = question;
  let series: Series | null = null;
  try {
    for await (const fragment of archive.streamFragments({ cameraId, kind }, fromUnixMs, toUnixMs)) {
      if (givenUp.aborted) return;
      if (fragment.discontinuity !== null) {
        if (series !== null) yield* series.end();
        series?.close();
        const { format } = readInitSegment(fragment.discontinuity.init);
        if (format.kind !== 'video') return;
        const made: TranscodedPicture[] = [];
        const onPicture = (picture: TranscodedPicture): void => void made.push(picture);
        const settings = { format, maxHeightPixels, allSync: keyFrames, onPicture };
        series = new Series(await openTranscoder(settings), made, question, seen);
      }
      if (series !== null) yield* series.take(fragment);
    }
    if (series !== null) yield* series.end();
  } finally {
    series?.close();
  }
}

/** A picture was pushed that is to be shown. */
interface Seen {
  isWanted: boolean;
}

/** One run of the recording. */
class Series {
  readonly #transcoder: Transcoder;
  readonly #made: TranscodedPicture[];
  readonly #question: ReplayQuestion;
  /** Waits until the next one says how long it lasts. */
  #held: TranscodedPicture | null = null;
  #offsetMs = 0;
  #begun = false;
  #sequence = 0;
  readonly #seen: Seen;

  /** @param made what the transcoder has put out and nobody took yet */
  constructor(transcoder: Transcoder, made: TranscodedPicture[], question: ReplayQuestion, seen: Seen) {
    this.#seen = seen;
    this.#transcoder = transcoder;
    this.#made = made;
    this.#question = question;
  }

  async *take(fragment: StreamFragment): AsyncGenerator<ReplayPart> {
    const found = wholeFragment(fragment.bytes);
    if (found === null) return;
    this.#offsetMs = fragment.wallStartUnixMs - msOfTicks(found.startTicks);
    const { keyFrames, fromUnixMs } = this.#question;
    for (const picture of picturesOf(fragment.bytes, found)) {
      if (keyFrames && !picture.sync) continue;
      const atUnixMs = this.#offsetMs + msOfTicks(picture.ptsTicks);
      const wanted = atUnixMs >= fromUnixMs - LEAD_MS || keyFrames;
      this.#seen.isWanted ||= wanted;
      await this.#push(picture, wanted);
      yield* this.#put();
    }
  }

  async *end(): AsyncGenerator<ReplayPart> {
    await this.#transcoder.flush();
    yield* this.#put();
    if (this.#held !== null) yield this.#fragmentOf(this.#held, LAST_DURATION_TICKS);
    this.#held = null;
  }

  close(): void {
    this.#transcoder.close();
  }

  async #push(picture: CodedPicture, wanted: boolean): Promise<void> {
    try {
      await this.#transcoder.push(picture, wanted);
    } catch (error) {
      if (!(error instanceof PictureError) || error instanceof TranscoderOverError) throw error;
      // It can't be coded; those behind it may.
      this.#transcoder.forceSync();
    }
  }

  *#put(): Generator<ReplayPart> {
    for (const picture of this.#made.splice(0)) {
      const held = this.#held;
      if (held !== null) yield this.#fragmentOf(held, picture.ptsTicks - held.ptsTicks);
      if (!this.#begun) yield { type: 'init', format: picture.format };
      this.#begun = true;
      this.#held = picture;
    }
  }

  #fragmentOf(picture: TranscodedPicture, durationTicks: number): ReplayPart {
    this.#sequence += 1;
    const wallMs = this.#offsetMs + msOfTicks(picture.ptsTicks);
    const duration = Math.min(LONGEST_DURATION_TICKS, durationTicks);
    return { type: 'fragment', fragment: fragmentOf(picture, duration, wallMs, this.#sequence) };
  }
}

/** Null where its table does not fit its bytes. */
function wholeFragment(bytes: Uint8Array): ScannedFragment | null {
  try {
    return readFragment(bytes);
  } catch (error) {
    if (error instanceof Mp4Error) return null;
    throw error;
  }
}
