/**
 * Collects the continuous series of one track of one part: until its format changes, a series needs a fresh decoder, a
 * long gap or its size ends it.
 */
import { MAX_EXPORT_GAP_TICKS } from '@matlang/media/mp4';
import type { StreamKey } from '../port/stream-key.ts';
import { referenceOf } from '../reading/loaded-segment.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import { type WalkedSegment, type WalkStart, walkSegments } from '../reading/walk-segments.ts';
import { beginsAnew } from './begins-anew.ts';
import { ExportSeries, endTicksOf } from './export-series.ts';
import type { ExportSources } from './export-sources.ts';
import { readSampleTables } from './sample-tables.ts';
import { seriesFormatOf } from './series-format.ts';

/** A day at 30 fps: 16 bytes each while a part is planned, and the tables of the movie are made in one go (60 ms). */
const MAX_PART_SAMPLES = 2_700_000;

/**
 * What of one track goes into one part: site time, the end excluded; `maxBytes` and `maxFragments` are of the part.
 * `startAt` goes on where the part before ended and outranks `fromUnixMs`.
 */
export interface TrackQuestion {
  readonly stream: StreamKey;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly maxBytes: number;
  readonly maxFragments: number;
  readonly startAt: WalkStart | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Series in the order recorded; none where nothing of the span is left. */
export interface CollectedTrack {
  readonly series: readonly ExportSeries[];
  /** Where the next part begins; null when the span is done. */
  readonly next: {
    readonly startAt: WalkStart;
    readonly unixMs: number;
    /** The last series goes on there: pictures reordered across the border are shown in the next part. */
    readonly goesOn: boolean;
  } | null;
}

/**
 * The series of `question.stream` that show its span, up to a change of format, a series that needs a fresh decoder, a
 * long gap, `maxBytes` or more than a part may hold; files are numbered in `sources`. One GOP more is taken at the front
 * where the first picture asked for is reordered.
 */
export async function collectTrack(
  volumes: readonly OpenVolume[],
  question: TrackQuestion,
  sources: ExportSources,
): Promise<CollectedTrack> {
  const plain = await collect(volumes, question, sources, false);
  return plain ?? (await collect(volumes, question, sources, true)) ?? { series: [], next: null };
}

/** Null where the first picture asked for lies one GOP earlier; never with `earlierGop`. */
async function collect(
  volumes: readonly OpenVolume[],
  question: TrackQuestion,
  sources: ExportSources,
  earlierGop: boolean,
): Promise<CollectedTrack | null> {
  const { stream, fromUnixMs, toUnixMs, startAt, signal } = question;
  const series: ExportSeries[] = [];
  let current: ExportSeries | null = null;
  const held = { bytes: 0, samples: 0, fragments: 0 };
  // A part shows something before it is cut: otherwise the next would begin where it did.
  let shows = false;
  let ended = false;
  let goesOn = false;
  const options = { startAt, earlierGop, signal };
  for await (const walked of walkSegments(volumes, stream, fromUnixMs, toUnixMs, options)) {
    const more = sizeOf(walked);
    const onlyLeads = walked.firstShown === walked.fragments.length;
    if (!ended && shows && current !== null) {
      ended = isFull(held, more, question) || (await endsPart(current, walked));
      goesOn = ended && walked.continues;
    }
    if (ended && !onlyLeads) return { series, next: nextOf(walked, goesOn) };
    if (ended) continue;
    shows ||= !onlyLeads;
    if (current === null || !walked.continues) {
      current = new ExportSeries(seriesFormatOf(walked.segment.run));
      series.push(current);
    }
    const source = sources.numberOf(referenceOf(walked.segment));
    const cutTicks = endTicksOf(walked, toUnixMs);
    const scanned = await readSampleTables(walked);
    for (const [at, fragment] of scanned.entries()) {
      const entry = walked.fragments[at];
      const last = at === scanned.length - 1;
      if (entry !== undefined)
        current.push(entry, fragment, source, last ? cutTicks : Number.POSITIVE_INFINITY);
    }
    held.bytes += more.bytes;
    held.samples += more.samples;
    held.fragments += more.fragments;
    if (!earlierGop && series.length === 1 && beginsLate(current, walked, fromUnixMs, startAt)) return null;
  }
  return { series, next: null };
}

interface PartSize {
  readonly bytes: number;
  readonly samples: number;
  readonly fragments: number;
}

function sizeOf({ fragments }: WalkedSegment): PartSize {
  let bytes = 0;
  let samples = 0;
  for (const fragment of fragments) {
    bytes += fragment.sizeBytes;
    samples += fragment.sampleCount;
  }
  return { bytes, samples, fragments: fragments.length };
}

function isFull(held: PartSize, more: PartSize, { maxBytes, maxFragments }: TrackQuestion): boolean {
  return (
    held.bytes + more.bytes > maxBytes ||
    held.samples + more.samples > MAX_PART_SAMPLES ||
    held.fragments + more.fragments > maxFragments
  );
}

/** True where the sync sample is shown only after the first asked instant. */
function beginsLate(
  series: ExportSeries,
  walked: WalkedSegment,
  fromUnixMs: number,
  startAt: WalkStart | undefined,
): boolean {
  if (walked.continues) return false;
  const firstWall = walked.fragments[0]?.wallStartUnixMs ?? fromUnixMs;
  if (startAt === undefined && firstWall > fromUnixMs) return false;
  // Not started: even the end of the span lies before what the GOP shows.
  return (
    !series.started || series.firstPtsTicks > Math.max(series.ticksAt(fromUnixMs), startAt?.startTicks ?? 0)
  );
}

async function endsPart(current: ExportSeries, walked: WalkedSegment): Promise<boolean> {
  if (walked.continues) return false;
  const format = seriesFormatOf(walked.segment.run);
  if (format.key !== current.format.key) return true;
  const gapMs = (walked.fragments[0]?.wallStartUnixMs ?? 0) - current.unixMsAt(current.endTicks);
  if ((gapMs * format.timescale) / 1000 > MAX_EXPORT_GAP_TICKS / 2) return true;
  return !(await beginsAnew(walked, format));
}

function nextOf({ segment, fragments, firstShown }: WalkedSegment, goesOn: boolean): CollectedTrack['next'] {
  const first = fragments[firstShown];
  return {
    startAt: {
      volumeId: segment.volume.id,
      seq: segment.row.seq,
      startTicks: first?.startTicks ?? segment.row.startTicks,
    },
    unixMs: first?.wallStartUnixMs ?? segment.row.startUnixMs,
    goesOn,
  };
}
