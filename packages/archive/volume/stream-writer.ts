/** One stream's recording on its volume: its segments one after another, its chain, its open gap. */
import { Mp4Error, readFragment, type ScannedFragment } from '@matlang/media/mp4';
import type { SegmentActivity } from '../activity/activity-meter.ts';
import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import { completeFromEntry } from '../index/apply-entry.ts';
import type { GapRow } from '../index/index-rows.ts';
import type { GapEntry, JournalEntry, RunEntry, SegmentEntry } from '../journal/journal-entry.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { StreamKey } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { toHex } from '../proof/digest.ts';
import { nextChain } from '../proof/segment-hash.ts';
import type { SegmentSummary } from '../segment/segment-content.ts';
import { MAX_SEGMENT_SPAN_MS, SEAM_TOLERANCE_MS } from '../segment/segment-limits.ts';
import type { CutAllowance } from './cut-allowance.ts';
import { OpenSegment } from './open-segment.ts';
import type { StreamState } from './open-volume.ts';
import type { VolumeRun } from './volume-run.ts';

/** A fragment with where it lies in site time. */
interface PlacedFragment {
  readonly fragment: ScannedFragment;
  readonly wallStartUnixMs: number;
  readonly wallEndUnixMs: number;
}

interface Closing {
  readonly segment: OpenSegment;
  readonly entry: SegmentEntry;
  readonly summary: SegmentSummary;
  readonly activity: SegmentActivity | null;
}

/** Errors of the disk come out as they are; the object must then be abandoned with its volume. */
export class StreamWriter {
  readonly key: StreamKey;
  readonly streamId: number;
  readonly #context: VolumeContext;
  readonly #cuts: CutAllowance;
  #nextSeq: number;
  #chain: Uint8Array;
  /** seq that a segment of the newest run without a sync sample at its start points to. */
  #syncSeq: number | null = null;
  #open: OpenSegment | null = null;
  #gap: GapRow | null;
  #lastEndUnixMs: number | null;
  #level = 0;
  #writtenBytes = 0;
  #levelFormat = '';

  /** `cuts` is the volume's. */
  constructor(context: VolumeContext, cuts: CutAllowance, { row, lastEndUnixMs, gap }: StreamState) {
    this.#context = context;
    this.#cuts = cuts;
    this.key = row.stream;
    this.streamId = row.id;
    this.#nextSeq = row.nextSeq;
    this.#chain = row.chain;
    this.#gap = gap;
    this.#lastEndUnixMs = lastEndUnixMs;
  }

  get gapCause(): GapCause | null {
    return this.#gap?.cause ?? null;
  }

  /** End of the newest footage, or of the newest gap that closed; null while there is neither. */
  get lastEndUnixMs(): number | null {
    return this.#lastEndUnixMs;
  }

  /** Since when nothing is recorded without a gap that says so: where the footage ends, however much later that is noticed. */
  silentSince(noticedUnixMs: number): number {
    return this.#gap === null ? (this.#lastEndUnixMs ?? noticedUnixMs) : noticedUnixMs;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Bytes written to files since the volume was opened. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /**
   * Takes one fragment. False: it was dropped because the run has not begun with a sync sample yet.
   * @throws Mp4Error where the parts are no fragment; the system's error where the disk refuses
   */
  append(run: VolumeRun, parts: readonly Uint8Array[], wallEndUnixMs: number, time: VolumeTime): boolean {
    const fragment = readFragment(...parts);
    const { wallStartUnixMs } = fragment;
    if (wallStartUnixMs === null) throw new Mp4Error('malformed', 'prft', 0, 'a stored fragment has one');
    if (run.runId === null && fragment.samples[0]?.sync !== true) {
      this.openGap('no-key-frame', wallStartUnixMs, null, time);
      return false;
    }
    const placed = {
      fragment,
      wallStartUnixMs,
      wallEndUnixMs: Math.min(wallEndUnixMs, wallStartUnixMs + MAX_SEGMENT_SPAN_MS),
    };
    let open = this.#open;
    if (open === null || this.#cutsBefore(open, run, placed, time)) {
      open = this.#turn(run, placed, time);
    } else if (this.#gap !== null) {
      commit(this.#context, [this.#closingGap(this.#gap, wallStartUnixMs)], time.unixMs);
      this.#gap = null;
    }
    open.append(fragment, parts, wallStartUnixMs, placed.wallEndUnixMs, time.monotonicMs);
    this.#writtenBytes += fragment.sizeBytes;
    if (open.content.hasSync) this.#syncSeq = open.seq;
    this.#lastEndUnixMs = open.wallEndUnixMs;
    this.#context.output.appended({
      stream: this.key,
      volumeId: this.#context.volumeId,
      seq: open.seq,
      wallStartUnixMs,
      wallEndUnixMs: placed.wallEndUnixMs,
      fileSizeBytes: open.content.sizeBytes,
    });
    return true;
  }

  /** Completes the open segment, if there is one (of that run). */
  end(time: VolumeTime, run?: VolumeRun): void {
    if (this.#open === null || (run !== undefined && this.#open.run !== run)) return;
    const closing = this.#finish(this.#open, null);
    commit(this.#context, [closing.entry], time.unixMs, () => this.#complete(closing));
    this.#closed(closing);
  }

  /** Opens a gap, or changes the cause of the open one. */
  openGap(cause: GapCause, startUnixMs: number, detail: string | null, time: VolumeTime): void {
    const entries = this.gapEntries(cause, startUnixMs, detail);
    if (entries.length === 0) return;
    commit(this.#context, entries, time.unixMs);
    this.gapCommitted();
  }

  /** What `openGap` would journal, for one commit with others; then call `gapCommitted`. */
  gapEntries(cause: GapCause, startUnixMs: number, detail: string | null): GapEntry[] {
    const gap = this.#gap;
    if (gap?.cause === cause) return [];
    const fromUnixMs = Math.max(startUnixMs, gap?.startUnixMs ?? this.#lastEndUnixMs ?? startUnixMs);
    const entries = gap === null ? [] : [this.#closingGap(gap, fromUnixMs)];
    entries.push({ type: 'gap', ...this.key, startUnixMs: fromUnixMs, endUnixMs: null, cause, detail });
    return entries;
  }

  gapCommitted(): void {
    this.#gap = this.#context.index.openGap(this.streamId);
  }

  syncIfDue(nowMonotonicMs: number, afterMs: number): void {
    this.#open?.syncIfDue(nowMonotonicMs, afterMs);
  }

  abandon(): void {
    this.#open?.abandon();
    this.#open = null;
  }

  #cutsBefore(open: OpenSegment, run: VolumeRun, placed: PlacedFragment, time: VolumeTime): boolean {
    const cut = open.run === run ? open.cutBefore(placed.fragment, placed.wallStartUnixMs) : 'must';
    if (cut === 'must') this.#cuts.taken(time.monotonicMs);
    return cut === 'must' || (cut === 'may' && this.#cuts.take(time.monotonicMs));
  }

  /** Completes what is open, begins the next segment: one commit for both, and for the end of a gap. */
  #turn(run: VolumeRun, placed: PlacedFragment, time: VolumeTime): OpenSegment {
    const { index, storage, root } = this.#context;
    const { fragment, wallStartUnixMs } = placed;
    const closing = this.#open === null ? null : this.#finish(this.#open, wallStartUnixMs);
    const entries: JournalEntry[] = closing === null ? [] : [closing.entry];
    const runId = run.runId ?? index.nextRunId;
    if (run.runId === null) {
      entries.push(this.#runEntry(run, runId));
      this.#syncSeq = null;
    }
    if (this.#gap !== null) entries.push(this.#closingGap(this.#gap, wallStartUnixMs));
    const seq = this.#nextSeq;
    const startsOnSync = fragment.samples[0]?.sync === true;
    const place = { seq, startUnixMs: wallStartUnixMs, startTicks: fragment.startTicks };
    const syncSeq = startsOnSync ? seq : (this.#syncSeq ?? seq);
    let rowId = 0;
    commit(this.#context, entries, time.unixMs, () => {
      if (closing !== null) this.#complete(closing);
      if (run.runId === null) this.#insertRun(run, runId);
      rowId = index.insertOpenSegment({ streamId: this.streamId, runId, syncSeq, ...place });
    });
    if (closing !== null) this.#closed(closing);
    run.runId = runId;
    this.#gap = null;
    this.#nextSeq = seq + 1;
    this.#writtenBytes += run.definition.init.length;
    this.#open = OpenSegment.create({ storage, root, run, rowId, syncSeq, ...place });
    this.#forgetLevelOfOtherFormat(run);
    return this.#open;
  }

  #finish(segment: OpenSegment, nextStartUnixMs: number | null): Closing {
    segment.finish();
    const { content, run } = segment;
    const summary = content.summary();
    const seamless =
      nextStartUnixMs !== null &&
      Math.abs(nextStartUnixMs - segment.wallEndUnixMs) <= SEAM_TOLERANCE_MS &&
      nextStartUnixMs > content.startUnixMs;
    const latestUnixMs = content.startUnixMs + MAX_SEGMENT_SPAN_MS;
    const activity = this.key.kind === 'audio' ? null : content.activity(this.#level);
    const entry: SegmentEntry = {
      type: 'segment',
      ...this.key,
      seq: segment.seq,
      run: run.runId ?? 0,
      startUnixMs: content.startUnixMs,
      endUnixMs: Math.min(seamless ? nextStartUnixMs : segment.wallEndUnixMs, latestUnixMs),
      startTicks: content.startTicks,
      durationTicks: summary.durationTicks,
      sizeBytes: summary.sizeBytes,
      syncSeq: segment.syncSeq,
      hash: toHex(summary.hash),
      chain: toHex(nextChain(this.#chain, summary.hash)),
      level: this.#level,
    };
    return { segment, entry, summary, activity };
  }

  #complete({ segment, entry, summary, activity }: Closing): void {
    completeFromEntry(this.#context.index, segment.rowId, entry, summary, activity);
  }

  #closed({ entry, summary, activity }: Closing): void {
    this.#chain = nextChain(this.#chain, summary.hash);
    this.#level = activity?.level ?? 0;
    this.#lastEndUnixMs = entry.endUnixMs;
    this.#open = null;
  }

  #closingGap(gap: GapRow, endUnixMs: number): GapEntry {
    return {
      type: 'gap',
      ...this.key,
      startUnixMs: gap.startUnixMs,
      endUnixMs: Math.max(gap.startUnixMs, endUnixMs),
      cause: gap.cause,
      detail: gap.detail,
    };
  }

  #runEntry(run: VolumeRun, runId: number): RunEntry {
    const { startUnixMs, reason } = run.definition;
    return { type: 'run', ...this.key, run: runId, startUnixMs, reason, initHash: run.initHash };
  }

  #insertRun(run: VolumeRun, id: number): void {
    const { startUnixMs, reason, init } = run.definition;
    this.#context.index.insertRun({
      id,
      streamId: this.streamId,
      startUnixMs,
      reason,
      init,
      ...run.formatColumns,
    });
  }

  /** The usual size of pictures means nothing for another size or codec. */
  #forgetLevelOfOtherFormat(run: VolumeRun): void {
    const { codec, widthPixels, heightPixels } = run.formatColumns;
    const format = `${codec} ${widthPixels}x${heightPixels}`;
    if (this.#levelFormat !== '' && format !== this.#levelFormat) this.#level = 0;
    this.#levelFormat = format;
  }
}
