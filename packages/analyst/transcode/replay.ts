/** What was recorded of a span as H.264: read, decoded and encoded only as fast as its reader gives credit. */
import type { ArchiveReader, StreamFragment } from '@matlang/archive/reading';
import { readFragment, readInitSegment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { fragmentOf, type TranscodedFragment } from './transcoded-fragment.ts';
import type { OpenTranscoder, TranscodedPicture, Transcoder } from './transcoder.ts';

/** What is asked for. */
export interface ReplayQuestion {
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly keyFrames: boolean;
}

/** An init begins anew; fragments follow it. */
export type ReplayPart =
  | { readonly type: 'init'; readonly format: VideoFormat }
  | { readonly type: 'fragment'; readonly fragment: TranscodedFragment };

/** Shown before the span begins: what lies further back is decoded, and not encoded. */
const LEAD_MS = 1000;
const LAST_DURATION_TICKS = 6000;
const LONGEST_DURATION_TICKS = 0xffff_ffff;

/** @throws ArchiveReadError, PictureError. Nothing is decoded before it is asked for. */
export async function* replay(
  archive: ArchiveReader,
  question: ReplayQuestion,
  openTranscoder: OpenTranscoder,
  maxHeightPixels: number,
): AsyncGenerator<ReplayPart> {
  const { cameraId, kind, fromUnixMs, toUnixMs, keyFrames } = question;
  let series: Series | null = null;
  try {
    for await (const fragment of archive.streamFragments({ cameraId, kind }, fromUnixMs, toUnixMs)) {
      if (fragment.discontinuity !== null) {
        if (series !== null) yield* series.end();
        series?.close();
        const { format } = readInitSegment(fragment.discontinuity.init);
        if (format.kind !== 'video') return;
        series = new Series(await openTranscoder({ format, maxHeightPixels, allSync: keyFrames }), question);
      }
      if (series !== null) yield* series.take(fragment);
    }
    if (series !== null) yield* series.end();
  } finally {
    series?.close();
  }
}

/** One run of the recording. */
class Series {
  readonly #transcoder: Transcoder;
  readonly #question: ReplayQuestion;
  /** Waits until the next one says how long it lasts. */
  #held: TranscodedPicture | null = null;
  #offsetMs = 0;
  #begun = false;
  #sequence = 0;

  constructor(transcoder: Transcoder, question: ReplayQuestion) {
    this.#transcoder = transcoder;
    this.#question = question;
  }

  async *take(fragment: StreamFragment): AsyncGenerator<ReplayPart> {
    const { samples, mdatPayloadOffsetBytes, startTicks } = readFragment(fragment.bytes);
    this.#offsetMs = fragment.wallStartUnixMs - startTicks / 90;
    const { keyFrames, fromUnixMs } = this.#question;
    let at = mdatPayloadOffsetBytes;
    for (const { dtsTicks, compositionOffsetTicks, sizeBytes, sync } of samples) {
      const data = fragment.bytes.subarray(at, at + sizeBytes);
      at += sizeBytes;
      if (keyFrames && !sync) continue;
      const ptsTicks = dtsTicks + compositionOffsetTicks;
      const wanted = this.#offsetMs + ptsTicks / 90 >= fromUnixMs - LEAD_MS || (keyFrames && sync);
      yield* this.#put(await this.#transcoder.push({ data, dtsTicks, ptsTicks }, wanted));
    }
  }

  async *end(): AsyncGenerator<ReplayPart> {
    yield* this.#put(await this.#transcoder.flush());
    if (this.#held !== null) yield this.#fragmentOf(this.#held, LAST_DURATION_TICKS);
    this.#held = null;
  }

  close(): void {
    this.#transcoder.close();
  }

  *#put(pictures: readonly TranscodedPicture[]): Generator<ReplayPart> {
    for (const picture of pictures) {
      const held = this.#held;
      if (held !== null) yield this.#fragmentOf(held, picture.ptsTicks - held.ptsTicks);
      if (!this.#begun) yield { type: 'init', format: picture.format };
      this.#begun = true;
      this.#held = picture;
    }
  }

  #fragmentOf(picture: TranscodedPicture, durationTicks: number): ReplayPart {
    this.#sequence += 1;
    const wallMs = this.#offsetMs + picture.ptsTicks / 90;
    const duration = Math.min(LONGEST_DURATION_TICKS, durationTicks);
    return { type: 'fragment', fragment: fragmentOf(picture, duration, wallMs, this.#sequence) };
  }
}
