/** Finds the GOP that holds an instant. */

import type { StreamKey } from '../port/stream-key.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';
import { findSegments } from './find-segments.ts';
import { type LoadedSegment, loadSegment, referenceOf, wallEndOf } from './loaded-segment.ts';
import type { GopPiece, LocatedGop } from './located-gop.ts';
import type { OpenVolume } from './volume-set.ts';
import { continuationOf, lastSyncAtOrBefore, leadFromEarlier } from './walk-segments.ts';

/** A GOP that goes on for longer is cut off here. */
const MAX_GOP_CONTINUATIONS = 60;

/**
 * The GOP that shows `unixMs`, or null where nothing was recorded or its sync sample is lost. Where an hour exists
 * twice (the clock was set back), `occurrence` counts the segments that hold the instant, from 0.
 */
export async function locateGop(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  unixMs: number,
  occurrence: number,
): Promise<LocatedGop | null> {
  let left = occurrence;
  for (const found of await findSegments(volumes, stream, unixMs, unixMs + 1)) {
    const segment = await loadSegment(found);
    if (segment === null || segment.endUnixMs <= unixMs) continue;
    if (left > 0) {
      left -= 1;
      continue;
    }
    return gopIn(segment, unixMs);
  }
  return null;
}

async function gopIn(segment: LoadedSegment, unixMs: number): Promise<LocatedGop | null> {
  const { fragments, run } = segment;
  const at = fragmentAt(fragments, unixMs);
  const sync = lastSyncAtOrBefore(fragments, at);
  const lead = sync >= 0 ? [] : await leadFromEarlier(segment);
  const [leading] = lead;
  if (sync < 0 && leading === undefined) return null;
  const head = leading ?? segment;
  const begin =
    leading === undefined ? sync : lastSyncAtOrBefore(leading.fragments, leading.fragments.length - 1);
  const pieces = lead.map((earlier, index) =>
    pieceOf(earlier, index === 0 ? begin : 0, earlier.fragments.length),
  );
  const own = leading === undefined ? begin : 0;
  const { whole, endUnixMs } = await restOfGop(segment, own, at);
  const instant = fragments[at];
  const start = head.fragments[begin];
  if (instant === undefined || start === undefined) return null;
  const ticks = instant.startTicks + Math.floor(((unixMs - instant.wallStartUnixMs) * run.timescale) / 1000);
  return {
    segment: referenceOf(head),
    init: { offsetBytes: 0, sizeBytes: run.init.length },
    startUnixMs: start.wallStartUnixMs,
    endUnixMs,
    ticks,
    timescale: run.timescale,
    codecString: run.codecString,
    toInstant: [...pieces, pieceOf(segment, own, at + 1)],
    whole: [...pieces, ...whole],
  };
}

/** The last one that begins at or before the instant. */
function fragmentAt(fragments: readonly FragmentEntry[], unixMs: number): number {
  let low = 0;
  let high = fragments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fragments[middle]?.wallStartUnixMs ?? 0) <= unixMs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** From fragment `first`, which leads to fragment `at`, to before the next sync sample, on into later segments. */
async function restOfGop(
  segment: LoadedSegment,
  first: number,
  at: number,
): Promise<{ whole: GopPiece[]; endUnixMs: number }> {
  let current: LoadedSegment = segment;
  let end = endOfGop(current.fragments, at + 1);
  const whole = [pieceOf(current, first, end)];
  for (let more = 0; more < MAX_GOP_CONTINUATIONS && end === current.fragments.length; more += 1) {
    const next = await continuationOf(current);
    if (next === null || next.fragments[0]?.startsOnSync === true) break;
    current = next;
    end = endOfGop(current.fragments, 0);
    if (end > 0) whole.push(pieceOf(current, 0, end));
  }
  const last = current.fragments[end - 1];
  return {
    whole,
    endUnixMs: last === undefined ? current.row.startUnixMs : wallEndOf(last, current.run.timescale),
  };
}

/** A fragment with a sync sample in its middle still holds the end of the GOP before. */
function endOfGop(fragments: readonly FragmentEntry[], from: number): number {
  for (let at = from; at < fragments.length; at += 1) {
    const fragment = fragments[at];
    if (fragment?.hasSync === true) return fragment.startsOnSync ? at : at + 1;
  }
  return fragments.length;
}

function pieceOf(segment: LoadedSegment, first: number, end: number): GopPiece {
  const offsetBytes = segment.fragments[first]?.offsetBytes ?? 0;
  const last = segment.fragments[end - 1];
  const endBytes = last === undefined ? offsetBytes : last.offsetBytes + last.sizeBytes;
  return { segment: referenceOf(segment), offsetBytes, sizeBytes: endBytes - offsetBytes };
}
