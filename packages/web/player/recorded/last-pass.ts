/** Where the clock went back, an hour was recorded twice: this leaves out the first time. The server leaves out the second where it is asked to. Pure. */
import type { LiveFragment, LiveInit } from '@matlang/contract';
import { parseFragment } from '../parse-fragment.ts';

/** Wall times of neighbours are estimates: what is no further apart follows without a hole. */
const ESTIMATE_MS = 500;

type Message = LiveInit | LiveFragment;

interface Span {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

/**
 * The messages of a piece, in the order recorded, without fragments of a time that is in it again, from a later recording. What
 * follows them begins anew, at a sync sample. Where the later recording begins or ends within a fragment both stay.
 * @param fromUnixMs of the piece: what lies before only leads there, and is no part of what was recorded earlier
 */
export function lastPassOf(messages: readonly Message[], fromUnixMs: number): readonly Message[] {
  if (messages.filter(({ kind }) => kind === 'init').length < 2) return messages;
  const passes = passesOf(messages);
  const again: Span[] = [];
  const kept = passes.toReversed().map((pass) => {
    const left = withoutThose(pass, again);
    again.push(...coverageOf(pass, fromUnixMs));
    return left;
  });
  return kept.toReversed().flat();
}

/** A fragment with when it was recorded; null: an init, or a fragment that can't be read, which nothing shows. */
interface Placed {
  readonly message: Message;
  readonly span: Span | null;
}

/** Cut at each init: only there the time can go back. */
function passesOf(messages: readonly Message[]): readonly (readonly Placed[])[] {
  const passes: Placed[][] = [];
  let timescale = 90_000;
  for (const message of messages) {
    if (message.kind === 'init') ({ timescale } = message.facts);
    const placed = { message, span: message.kind === 'init' ? null : spanOf(message, timescale) };
    const pass = message.kind === 'init' ? undefined : passes.at(-1);
    if (pass === undefined) passes.push([placed]);
    else pass.push(placed);
  }
  return passes;
}

function spanOf({ bytes, wallStartUnixMs }: LiveFragment, timescale: number): Span | null {
  const samples = parseFragment(bytes)?.samples ?? [];
  const ticks = samples.reduce((sum, { durationTicks }) => sum + durationTicks, 0);
  return ticks === 0
    ? null
    : { fromUnixMs: wallStartUnixMs, toUnixMs: wallStartUnixMs + (ticks * 1000) / timescale };
}

function withoutThose(pass: readonly Placed[], again: readonly Span[]): readonly Message[] {
  let leftOut = false;
  return pass.flatMap(({ message, span }): readonly Message[] => {
    if (message.kind === 'init') return [message];
    const isAgain =
      span !== null &&
      again.some(({ fromUnixMs, toUnixMs }) => span.fromUnixMs >= fromUnixMs && span.toUnixMs <= toUnixMs);
    leftOut = isAgain || (leftOut && !message.sync);
    return leftOut ? [] : [message];
  });
}

/** From when to when there are pictures of a pass, without holes. */
function coverageOf(pass: readonly Placed[], pieceFromUnixMs: number): readonly Span[] {
  const covered: Span[] = [];
  for (const { span } of pass) {
    if (span === null) continue;
    const last = covered.at(-1);
    const goesOn = last !== undefined && span.fromUnixMs <= last.toUnixMs + ESTIMATE_MS;
    if (goesOn) covered.splice(-1, 1, { ...last, toUnixMs: span.toUnixMs });
    else covered.push(span);
  }
  const [first, ...others] = covered;
  if (first === undefined || first.fromUnixMs > pieceFromUnixMs) return covered;
  return [{ ...first, fromUnixMs: Number.NEGATIVE_INFINITY }, ...others];
}
