/**
 * Plans an export: which instants of which series one movie shows, where each lies in it, and which bytes it is made
 * of. A movie begins at the first instant shown; what is missing before it, between and after is said in `gaps`.
 */
import { createHash } from 'node:crypto';
import { type ExportRun, planProgressiveMovie } from '@matlang/media/mp4';
import { ArchiveReadError } from '../reading/archive-read-error.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import type { WalkStart } from '../reading/walk-segments.ts';
import { recordedGaps } from '../timeline/recorded-gaps.ts';
import { streamOnVolumes } from '../timeline/streams-on-volumes.ts';
import { type CollectedTrack, collectTrack } from './collect-track.ts';
import type { ExportGap, ExportPart, ExportPlan, ExportRequest, ExportSpan } from './export-plan.ts';
import { ExportSources } from './export-sources.ts';
import { exportFileName } from './file-name.ts';
import { type LaidSeries, layPicture, laySound } from './lay-series.ts';
import { explainMissing, missingSpans } from './missing-spans.ts';

const DEFAULT_MAX_PART_BYTES = 64 * 2 ** 30;
/** A span whose format changes more often is not one that somebody wants as files. */
const MAX_PARTS = 200;
/** A day has 86,400, of key frames alone at 25 fps 2,160,000: 150 bytes each while a part is planned. */
const DEFAULT_MAX_PART_FRAGMENTS = 300_000;
/** Eleven days of a camera at 25 fps, or a day of key frames alone. */
const DEFAULT_MAX_PLAN_BYTES = 128 << 20;
/** Sound decodes from a little earlier: an AAC frame overlaps the one before. */
const SOUND_LEAD_MS = 150;

/** Newer footage may be on its way to the disk: a fragment is as long as a GOP, 10 s of a frugal camera. */
const BEING_WRITTEN_MS = 10_000;

/** Where a part begins, by the clock and in the order recorded. */
interface PartBegin {
  readonly fromUnixMs: number;
  /** End of the part before. */
  readonly gapsFromUnixMs: number;
  readonly startAt: WalkStart | undefined;
}

/**
 * The parts of an export, in the order recorded; a part is a movie, and no media bytes are read yet.
 * @throws ArchiveReadError `nothing-recorded` where the span is empty, `too-large` beyond 200 parts or `maxPlanBytes`,
 * `segment-gone` where the footage at the border of two parts was deleted while it was planned
 */
export async function planExportOf(
  volumes: readonly OpenVolume[],
  request: ExportRequest,
): Promise<ExportPlan> {
  const parts: ExportPart[] = [];
  let begin: PartBegin | null = {
    fromUnixMs: request.fromUnixMs,
    gapsFromUnixMs: request.fromUnixMs,
    startAt: undefined,
  };
  const { maxPlanBytes = DEFAULT_MAX_PLAN_BYTES } = request;
  let planBytes = 0;
  while (begin !== null) {
    const planned = await planPart(volumes, request, begin, request.toUnixMs, parts.length);
    if (planned.part !== null) parts.push(planned.part);
    if (parts.length > MAX_PARTS) {
      throw new ArchiveReadError('too-large', `the export has more than ${MAX_PARTS} parts`, {
        limitParts: MAX_PARTS,
      });
    }
    planBytes += planned.part === null ? 0 : heldBytes(planned.part);
    if (planBytes > maxPlanBytes) {
      throw new ArchiveReadError('too-large', `the plan is larger than ${maxPlanBytes} bytes`, {
        limitBytes: maxPlanBytes,
      });
    }
    begin = planned.next;
  }
  if (parts.length === 0) throw new ArchiveReadError('nothing-recorded', 'nothing was recorded in that span');
  const { cameraId, stream, fromUnixMs, toUnixMs } = request;
  return { cameraId, stream, fromUnixMs, toUnixMs, parts };
}

function heldBytes({ header, ranges }: ExportPart): number {
  return Object.values(ranges).reduce((sum, column) => sum + column.byteLength, header.length);
}

async function planPart(
  volumes: readonly OpenVolume[],
  request: ExportRequest,
  begin: PartBegin,
  toUnixMs: number,
  number: number,
): Promise<{ part: ExportPart | null; next: PartBegin | null }> {
  const { cameraId, stream: kind } = request;
  const sources = new ExportSources();
  const track = await collectTrack(
    volumes,
    {
      stream: { cameraId, kind },
      fromUnixMs: begin.fromUnixMs,
      toUnixMs,
      maxBytes: request.maxPartBytes ?? DEFAULT_MAX_PART_BYTES,
      maxFragments: request.maxPartFragments ?? DEFAULT_MAX_PART_FRAGMENTS,
      startAt: begin.startAt,
      signal: request.signal,
    },
    sources,
  );
  const laid = layPicture(
    track.series,
    begin.fromUnixMs,
    begin.startAt?.startTicks ?? 0,
    track.next?.goesOn === true,
  );
  const next = nextBegin(track, begin);
  const [first] = laid;
  if (first === undefined) return { part: null, next };
  const partToUnixMs = track.next?.unixMs ?? toUnixMs;
  const sound =
    request.withAudio && kind !== 'audio'
      ? await collectSound(volumes, request, first.startUnixMs, partToUnixMs, sources)
      : { series: [], next: null };
  if (sound.next !== null && sound.next.unixMs > first.startUnixMs && sound.next.unixMs < partToUnixMs) {
    // The sound's format changes: the part ends there, so that each has one set of sample entries.
    const until = sound.next.unixMs;
    const cut = await planPart(volumes, request, begin, until, number);
    return {
      part: cut.part,
      next: cut.next ?? { fromUnixMs: until, gapsFromUnixMs: until, startAt: undefined },
    };
  }
  const laidSound = laySound(sound.series, laid, partToUnixMs);
  const gaps = gapsOf(volumes, request, laid, begin.gapsFromUnixMs, partToUnixMs);
  return { part: finishPart(request, laid, laidSound, gaps, sources, number), next };
}

function nextBegin(track: CollectedTrack, begin: PartBegin): PartBegin | null {
  return track.next === null
    ? null
    : { fromUnixMs: begin.fromUnixMs, gapsFromUnixMs: track.next.unixMs, startAt: track.next.startAt };
}

function collectSound(
  volumes: readonly OpenVolume[],
  { cameraId, maxPartFragments = DEFAULT_MAX_PART_FRAGMENTS, signal }: ExportRequest,
  startUnixMs: number,
  toUnixMs: number,
  sources: ExportSources,
): Promise<CollectedTrack> {
  return collectTrack(
    volumes,
    {
      stream: { cameraId, kind: 'audio' },
      fromUnixMs: startUnixMs - SOUND_LEAD_MS,
      toUnixMs,
      maxBytes: Number.POSITIVE_INFINITY,
      maxFragments: maxPartFragments,
      startAt: undefined,
      signal,
    },
    sources,
  );
}

function finishPart(
  request: ExportRequest,
  laid: readonly LaidSeries[],
  sound: readonly LaidSeries[],
  gaps: readonly ExportGap[],
  sources: ExportSources,
  number: number,
): ExportPart {
  const startUnixMs = laid[0]?.startUnixMs ?? request.fromUnixMs;
  const tracks = [laid, sound].filter((track) => track.length > 0).map(trackOf);
  const movie = planProgressiveMovie({
    tracks,
    creationUnixMs: request.creationUnixMs ?? startUnixMs,
    cameraName: request.cameraName,
  });
  const ranges = {
    sources: movie.chunks.sources,
    offsetsBytes: movie.chunks.sourceOffsetsBytes,
    sizesBytes: movie.chunks.sizesBytes,
    movieOffsetsBytes: movie.chunks.offsetsBytes,
  };
  const etag = createHash('sha256').update(movie.header).update(JSON.stringify(sources.references));
  for (const column of Object.values(ranges)) {
    etag.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  const timescale = laid[0]?.series.format.timescale ?? 1;
  return {
    fileName: exportFileName(request.cameraName, startUnixMs, request.utcOffsetMinutes ?? 0, number),
    totalBytes: movie.totalBytes,
    etag: etag.digest('hex'),
    codecString: laid[0]?.series.format.codecString ?? '',
    audioCodecString: sound[0]?.series.format.codecString ?? null,
    spans: laid.map(spanOf),
    gaps,
    durationMs: Math.round((movie.durationTicks * 1000) / timescale),
    header: movie.header,
    sources: sources.references,
    ranges,
  };
}

function trackOf(laid: readonly LaidSeries[]) {
  const format = laid[0]?.series.format;
  if (format === undefined) throw new RangeError('laid: empty');
  const runs: ExportRun[] = laid.map((one) => one.run);
  return { kind: format.kind, sampleEntry: format.sampleEntry, timescale: format.timescale, runs };
}

function spanOf({ series, run, startUnixMs, endUnixMs }: LaidSeries): ExportSpan {
  const { timescale } = series.format;
  const ms = (ticks: number): number => Math.round((ticks * 1000) / timescale);
  return {
    startUnixMs,
    endUnixMs,
    movieStartMs: ms(run.edit.movieStartTicks),
    hiddenPreRollMs: ms(run.edit.mediaStartTicks - run.firstPtsTicks),
  };
}

/** What the part doesn't show from the end of the part before on, up to now. */
function gapsOf(
  volumes: readonly OpenVolume[],
  { cameraId, stream: kind, nowUnixMs = Number.POSITIVE_INFINITY }: ExportRequest,
  laid: readonly LaidSeries[],
  fromUnixMs: number,
  toUnixMs: number,
): ExportGap[] {
  const untilUnixMs = Math.min(toUnixMs, nowUnixMs);
  const missing = missingSpans(laid, fromUnixMs, untilUnixMs);
  if (missing.length === 0) return [];
  const places = streamOnVolumes(volumes, { cameraId, kind });
  const gaps = missing.flatMap((span) =>
    explainMissing(span, recordedGaps(places, span.startUnixMs, span.endUnixMs)),
  );
  const last = gaps.at(-1);
  const beingWritten =
    last?.cause === null &&
    last.endUnixMs === untilUnixMs &&
    nowUnixMs - last.startUnixMs <= BEING_WRITTEN_MS &&
    last.startUnixMs === laid.at(-1)?.endUnixMs;
  return beingWritten ? gaps.slice(0, -1) : gaps;
}
