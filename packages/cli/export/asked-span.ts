/** The span that an export is asked for, from `--from` and `--to` or from `--last`, within the limits of an export. */
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { dayAndClock, span } from '../language/site-time.ts';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';
import { parseInstant, parseLength } from './instant-argument.ts';

/** As in the API: a longer span is several exports. */
const MAX_SPAN_MS = 31 * 86_400_000;

/** As typed. */
export interface SpanOptions {
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
}

/** A span within the limits of an export. */
export interface AskedSpan {
  readonly fromUnixMs: number;
  /** Not later than now: nobody misses what is still to come. */
  readonly toUnixMs: number;
  /** More was asked for than there can be yet. */
  readonly cutAtNow: boolean;
}

/** @throws CommandFailure (usage) for a span that is missing, given twice, reversed, too long or in the future. */
export const askedSpan = (options: SpanOptions, nowUnixMs: number): AskedSpan => {
  const { fromUnixMs, toUnixMs } = instantsOf(options, nowUnixMs);
  if (toUnixMs <= fromUnixMs) {
    throw new CommandFailure(
      EXIT_CODES.usage,
      filled(EXPORT_TEXTS.spanReversed, { from: dayAndClock(fromUnixMs), to: dayAndClock(toUnixMs) }),
    );
  }
  const asked = span(fromUnixMs, toUnixMs);
  if (toUnixMs - fromUnixMs > MAX_SPAN_MS)
    throw new CommandFailure(EXIT_CODES.usage, filled(EXPORT_TEXTS.spanTooLong, { span: asked }));
  if (fromUnixMs >= nowUnixMs) {
    throw new CommandFailure(
      EXIT_CODES.usage,
      filled(EXPORT_TEXTS.spanInFuture, { span: asked, now: dayAndClock(nowUnixMs) }),
    );
  }
  return { fromUnixMs, toUnixMs: Math.min(toUnixMs, nowUnixMs), cutAtNow: toUnixMs > nowUnixMs };
};

const instantsOf = (
  { from, to, last }: SpanOptions,
  nowUnixMs: number,
): { readonly fromUnixMs: number; readonly toUnixMs: number } => {
  if (last !== undefined) {
    if (from !== undefined || to !== undefined)
      throw new CommandFailure(EXIT_CODES.usage, EXPORT_TEXTS.spanTwice);
    return { fromUnixMs: nowUnixMs - parseLength(last), toUnixMs: nowUnixMs };
  }
  if (from === undefined || to === undefined)
    throw new CommandFailure(EXIT_CODES.usage, EXPORT_TEXTS.spanMissing);
  return {
    fromUnixMs: parseInstant('--from', from, nowUnixMs),
    toUnixMs: parseInstant('--to', to, nowUnixMs),
  };
};
