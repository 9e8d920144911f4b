/** Still pictures, asked of the analyst: this process decodes nothing. */
import { Readable } from 'node:stream';
import type { ArchiveReader } from '@matlang/archive/reading';
import {
  type ApiErrorCode,
  encodeStillFields,
  GAP_CAUSE_TEXTS,
  type GapCause,
  PICTURE_AT_HEADER,
  STILL_STREAM_TYPE,
} from '@matlang/contract';
import { checkSpan } from '@matlang/domain';
import type { AnalystRefusal } from '@matlang/link';
import { ApiError, lawful } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';
import type { Viewing } from '../../jobs/footage-views.ts';
import {
  AnalystAwayError,
  AnalystBusyError,
  type AnalystLink,
  type StillFrame,
  type StillsAnswer,
  type StillsQuestion,
} from '../../live/analyst-link.ts';
import type { Headers } from '../registration/route-types.ts';

/** Each holds the pictures of one question until its reader takes them. */
const MAX_STRIPS = 16;
/** Wall times of the last pictures are estimates: an instant that surely lies before the end. */
const BEFORE_END_MS = 100;
/** Asked for when the reader has taken the ones before. */
const STRIP_STEP = 8;
/** What a segment that is complete holds is for ever; what must not be seen any more is out of browsers within the hour. */
const KEPT = 'private, max-age=3600, immutable';

/** As the contract's schema let it through: `at` in Unix ms, `width` in pixels. */
export interface StillAsked {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly at: number;
  readonly exact: '0' | '1';
  readonly width?: number;
  /** Unix ms: no picture of before; -Infinity: any. */
  readonly earliestUnixMs: number;
}

/** As the contract's schema let it through: `width` in pixels. */
export interface LastAsked {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly width: number;
  /** Unix ms: no picture of before; -Infinity: any. */
  readonly earliestUnixMs: number;
}

/** As the contract's schema let it through: Unix ms, `width` in pixels. */
export interface StripAsked {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly width: number;
  /** Unix ms: no picture of before; -Infinity: any. */
  readonly earliestUnixMs: number;
}

interface MediaAnswer {
  readonly status: 200;
  readonly media: Readable;
  readonly headers: Headers;
}

/** The one refusal whose cause the archive knows. */
const NO_PICTURE = 'nothing-recorded';
const CODES: Readonly<Record<Exclude<AnalystRefusal, typeof NO_PICTURE>, ApiErrorCode>> = {
  busy: 'analyst-busy',
  'no-decoder': 'no-decoder',
  undecodable: 'picture-undecodable',
  'too-far': 'picture-too-far',
  'footage-gone': 'footage-gone',
  'volume-missing': 'volume-missing',
  unreadable: 'footage-unreadable',
  internal: 'picture-undecodable',
};
/** Of one picture of many: the others are worth showing. */
const SKIPPED: ReadonlySet<AnalystRefusal> = new Set(['nothing-recorded', 'undecodable', 'footage-gone']);

/** Who decodes. */
export type PictureMaker = Pick<AnalystLink, 'stills'>;

/** Single pictures and strips of them. */
export class StillService {
  readonly #analyst: PictureMaker;
  readonly #archive: ArchiveReader;
  readonly #strips = new Slots(MAX_STRIPS, 'analyst-busy');

  constructor(analyst: PictureMaker, archive: ArchiveReader) {
    this.#analyst = analyst;
    this.#archive = archive;
  }

  async still(asked: StillAsked, viewing: Viewing, signal: AbortSignal): Promise<MediaAnswer> {
    const { cameraId, stream, at, exact, width } = asked;
    const question = {
      cameraId,
      kind: stream,
      instants: [at],
      exact: exact === '1',
      widthPixels: width ?? null,
    };
    const { stills, refusal } = await this.#ask(question, signal);
    const [still] = stills;
    if (still === undefined) throw await this.#refused(refusal, question, at);
    // The key frame before the instant may lie before.
    if (still.takenUnixMs < asked.earliestUnixMs) throw new ApiError('kiosk-window');
    viewing.still(still.takenUnixMs);
    return pictureAnswer(still, still.final ? KEPT : 'no-store');
  }

  /** The newest picture of the archive. Nobody looks into the past with it, so it stands in no log. */
  async last(
    { cameraId, stream, width, earliestUnixMs }: LastAsked,
    signal: AbortSignal,
  ): Promise<MediaAnswer> {
    const { streams } = await this.#archive.streams(cameraId);
    const recorded = streams.find((one) => one.stream.kind === stream);
    const { firstUnixMs = null, lastUnixMs = null } = recorded ?? {};
    if (firstUnixMs === null || lastUnixMs === null) throw new ApiError('nothing-recorded');
    const at = Math.floor(Math.max(firstUnixMs, lastUnixMs - BEFORE_END_MS));
    const question = { cameraId, kind: stream, instants: [at], exact: false, widthPixels: width };
    const { stills, refusal } = await this.#ask(question, signal);
    const [still] = stills;
    if (still === undefined) throw await this.#refused(refusal, question, at);
    if (still.takenUnixMs < earliestUnixMs) throw new ApiError('kiosk-window');
    return pictureAnswer(still, 'no-store');
  }

  /** Its first pictures are there when it answers; so a refusal is one, and no broken answer. */
  async strip(asked: StripAsked, viewing: Viewing, signal: AbortSignal): Promise<MediaAnswer> {
    const { startUnixMs, endUnixMs } = lawful(checkSpan(asked.from, asked.to));
    const release = this.#strips.take();
    try {
      const { cameraId, stream, count, width, earliestUnixMs } = asked;
      const instants = Array.from({ length: count }, (_, at) =>
        Math.floor(startUnixMs + ((endUnixMs - startUnixMs) * at) / count),
      );
      const ask = async (from: number): Promise<readonly StillFrame[]> => {
        const part = instants.slice(from, from + STRIP_STEP);
        const question = { cameraId, kind: stream, instants: part, exact: false, widthPixels: width };
        const { stills, refusal } = await this.#ask(question, signal);
        if (refusal !== null && !SKIPPED.has(refusal))
          throw await this.#refused(refusal, question, part[0] ?? startUnixMs);
        return stills.filter(({ takenUnixMs }) => takenUnixMs >= earliestUnixMs);
      };
      // Where the span begins with a gap, the first pictures are further on.
      let first: readonly StillFrame[] = [];
      let next = 0;
      for (; first.length === 0 && next < count; next += STRIP_STEP) first = await ask(next);
      if (first.length === 0) throw new ApiError('nothing-recorded');
      const media = Readable.from(stripOf(first, next, count, { ask, viewing }), { objectMode: false });
      media.once('close', release);
      return { status: 200, media, headers: { 'content-type': STILL_STREAM_TYPE } };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #ask(question: StillsQuestion, signal: AbortSignal): Promise<StillsAnswer> {
    try {
      return await this.#analyst.stills(question, signal);
    } catch (cause) {
      if (cause instanceof AnalystAwayError) throw new ApiError('analyst-unreachable', {}, { cause });
      if (cause instanceof AnalystBusyError) throw new ApiError('analyst-busy', {}, { cause });
      throw cause;
    }
  }

  async #refused(
    refusal: AnalystRefusal | null,
    { cameraId, kind }: StillsQuestion,
    at: number,
  ): Promise<ApiError> {
    if (refusal !== null && refusal !== NO_PICTURE) return new ApiError(CODES[refusal], { volume: '?' });
    const gapCause = await this.#causeOf(cameraId, kind, at);
    const cause = gapCause === null ? UNKNOWN_CAUSE : GAP_CAUSE_TEXTS[gapCause];
    const values = { causeVi: cause.vi, causeEn: cause.en };
    return new ApiError('no-picture', values, gapCause === null ? {} : { gapCause });
  }

  async #causeOf(cameraId: string, kind: 'main' | 'sub', at: number): Promise<GapCause | null> {
    const { cameras } = await this.#archive.timeline({
      cameraIds: [cameraId],
      fromUnixMs: at,
      toUnixMs: at + 1,
      maxPoints: 0,
    });
    return cameras[0]?.gaps.find(({ stream }) => stream === kind)?.cause ?? null;
  }
}

function pictureAnswer({ jpeg, takenUnixMs }: StillFrame, kept: string): MediaAnswer {
  return {
    status: 200,
    media: Readable.from([jpeg], { objectMode: false }),
    headers: {
      'content-type': 'image/jpeg',
      'content-length': jpeg.length,
      'cache-control': kept,
      [PICTURE_AT_HEADER]: takenUnixMs,
    },
  };
}

const UNKNOWN_CAUSE = { vi: 'không rõ vì sao', en: 'nobody wrote down why' };

async function* stripOf(
  first: readonly StillFrame[],
  second: number,
  count: number,
  {
    ask,
    viewing,
  }: {
    readonly ask: (from: number) => Promise<readonly StillFrame[]>;
    readonly viewing: Viewing;
  },
): AsyncGenerator<Uint8Array> {
  let lastUnixMs = -1;
  let stills = first;
  for (let next = second; ; next += STRIP_STEP) {
    for (const { takenUnixMs, jpeg } of stills) {
      if (takenUnixMs <= lastUnixMs) continue;
      lastUnixMs = takenUnixMs;
      viewing.still(takenUnixMs);
      yield encodeStillFields({ takenUnixMs, jpeg });
      yield jpeg;
    }
    if (next >= count) return;
    stills = await ask(next);
  }
}
