/**
 * One volume's writing side while its disk works: a plain synchronous object that owns no clock and no thread. Any error of
 * the disk comes out as an exception; the object must then be abandoned and the volume opened anew (`volume-service.ts`):
 * recovery is the only way to go on after a failure, so there is only one.
 */

import { adoptDeletions } from '../commit/adopt-deletions.ts';
import { commit } from '../commit/commit.ts';
import { DeletionSealer } from '../commit/deletion-sealer.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import { Compaction } from '../compaction/compaction.ts';
import { heldBytesOfVolume, liftHold, placeHold } from '../hold/place-hold.ts';
import { CLOCK_KNOWN } from '../index/index-rows.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { GapCause } from '../port/gap-cause.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import type { HoldRequest } from '../port/writer.ts';
import { toHex } from '../proof/digest.ts';
import type { HeadDraft, SignedDraft, SignedHead, SigningDraft } from '../proof/head.ts';
import { ClockTrust } from '../retention/clock-trust.ts';
import { deleteSegments } from '../retention/delete-segments.ts';
import {
  deletableSegments,
  expiredSegments,
  oldestSegments,
  type RetentionQuestion,
} from '../retention/retention.ts';
import { defaultFloorBytes } from '../retention/space-floor.ts';
import { CutAllowance } from './cut-allowance.ts';
import { type DownFailure, type OpenedVolume, openVolume, type VolumeOptions } from './open-volume.ts';
import { StreamWriter } from './stream-writer.ts';
import type { VolumeRun } from './volume-run.ts';

/** With a tick each 0.5 s nothing waits longer than 3.5 s for its sync: a power cut costs at most 5 s. */
export const SYNC_AFTER_MS = 3000;
/** Days and floor are looked at this often: at 100 MB/s 1 GB may come between, less than any floor. */
export const RETENTION_EVERY_MS = 10_000;
/** A clock that is written down an hour late is found no more than an hour off at the next start: far less than it may be. */
const CLOCK_NOTED_EVERY_MS = 3_600_000;
/** An hour: so much of a stream's newest footage no signature covers yet. */
export const HEADS_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** See `VolumeWriter.append`. */
export type AppendResult = 'appended' | 'no-key-frame' | 'full';

const FULL_DETAIL = 'the disk is at its floor and nothing may be deleted';

/** Of the disk: total and free; of the archive on it: the rest. `oldestUnixMs` is null where nothing is recorded. */
export interface VolumeSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly heldBytes: number;
  readonly archiveBytes: number;
  readonly oldestUnixMs: number | null;
  /** Only held footage is left at the floor: nothing is recorded until there is room. */
  readonly full: boolean;
}

/** See the head of the file. Instants in Unix ms of site time. */
export class VolumeWriter {
  readonly #context: VolumeContext;
  readonly #sealer: DeletionSealer;
  readonly #opened: OpenedVolume;
  readonly #compaction: Compaction;
  readonly #options: VolumeOptions;
  readonly #streams = new Map<string, StreamWriter>();
  readonly #cuts = new CutAllowance();
  #archiveBytes: number;
  #heldBytes: number;
  readonly #clock: ClockTrust;
  #clockHeld = true;
  #clockNotedDueMs: number;
  #full = false;
  #retentionDueMs: number;
  #headsDueMs: number;
  #headsAreDue = false;

  private constructor(options: VolumeOptions, opened: OpenedVolume, time: VolumeTime) {
    this.#options = options;
    this.#opened = opened;
    this.#sealer = new DeletionSealer(options.volumeId);
    this.#context = { ...opened.context, sealer: this.#sealer };
    this.#compaction = new Compaction(this.#context);
    this.#archiveBytes = opened.context.index.segmentBytes();
    this.#heldBytes = heldBytesOfVolume(opened.context);
    this.#retentionDueMs = time.monotonicMs;
    this.#headsDueMs = time.monotonicMs + HEADS_EVERY_MS;
    this.#clock = new ClockTrust(clockKnownUnixMs(opened));
    this.#clockNotedDueMs = time.monotonicMs;
    for (const state of opened.streams) {
      this.#streams.set(streamName(state.row.stream), new StreamWriter(this.#context, this.#cuts, state));
    }
  }

  /**
   * Takes the lock, recovers, journals the start and the gap since. `failure`: why this process had to open it again.
   * @throws ArchiveError `archive-locked`, `index-version`, `volume-missing`; the system's or SQLite's errors
   */
  static open(options: VolumeOptions, time: VolumeTime, failure: DownFailure | null = null): VolumeWriter {
    const opened = openVolume(options, time, failure);
    try {
      return new VolumeWriter(options, opened, time);
    } catch (error) {
      opened.release();
      throw error;
    }
  }

  /**
   * `no-key-frame`: dropped, the run has not begun with a sync sample yet. `full`: dropped, the disk is at its floor; what
   * comes next of the run can't follow it. The gap of either is open.
   * @throws Mp4Error where `parts`, one behind the other, are no fragment; errors of the disk
   */
  append(
    run: VolumeRun,
    parts: readonly Uint8Array[],
    wallEndUnixMs: number,
    time: VolumeTime,
  ): AppendResult {
    const stream = this.#stream(run.definition.stream);
    if (this.#full) {
      stream.openGap('disk-full', stream.silentSince(wallEndUnixMs), FULL_DETAIL, time);
      return 'full';
    }
    return stream.append(run, parts, wallEndUnixMs, time) ? 'appended' : 'no-key-frame';
  }

  endRun(run: VolumeRun, time: VolumeTime): void {
    this.#stream(run.definition.stream).end(time, run);
  }

  openGap(
    stream: StreamKey,
    cause: GapCause,
    startUnixMs: number,
    detail: string | null,
    time: VolumeTime,
  ): void {
    const writer = this.#stream(stream);
    writer.end(time);
    writer.openGap(cause, startUnixMs, detail, time);
  }

  /** Where the stream's footage ends, or its newest gap; null for a stream without either. */
  lastEndUnixMs(stream: StreamKey): number | null {
    return this.#streams.get(streamName(stream))?.lastEndUnixMs ?? null;
  }

  recordEvent(
    atUnixMs: number,
    event: string,
    detail: Readonly<Record<string, unknown>>,
    time: VolumeTime,
  ): void {
    commit(this.#context, [{ type: 'event', atUnixMs, event, detail }], time.unixMs);
  }

  /** See `placeHold`. */
  hold(request: HoldRequest, time: VolumeTime): boolean {
    const placed = placeHold(this.#context, request, time);
    if (placed) this.#heldBytes = heldBytesOfVolume(this.#context);
    return placed;
  }

  /** @throws ArchiveError `hold-unknown` */
  liftHold(id: string, by: string, time: VolumeTime): void {
    liftHold(this.#context, id, by, time);
    this.#heldBytes = heldBytesOfVolume(this.#context);
    this.#retentionDueMs = time.monotonicMs;
  }

  /**
   * Deletes some of a camera's footage that isn't held; 0 bytes: nothing is left to delete. Call it until then, other
   * commands between, so that a year's deletion doesn't stop anybody's recording.
   */
  deleteSome(cameraId: string, why: string, time: VolumeTime): number {
    for (const stream of this.#streams.values()) if (stream.key.cameraId === cameraId) stream.end(time);
    const doomed = deletableSegments(this.#question(time), cameraId);
    const deletedBytes = deleteSegments(
      this.#context,
      doomed,
      { reason: 'deleted', detail: `deleted: ${why}` },
      time,
    );
    this.#archiveBytes -= deletedBytes;
    return deletedBytes;
  }

  /** Bytes of a camera that are left. */
  cameraBytes(cameraId: string): number {
    return this.#context.index.cameraBytes(cameraId);
  }

  /** Nothing is deleted before the key that signs deletions was certified, or nobody is there who could. */
  get mayDelete(): boolean {
    return this.#sealer.isReady;
  }

  /**
   * The key that deletions are signed with, once. Of one camera, of all, or of all where they are due: chain values that are
   * worth signing, of streams with a segment since the newest head.
   */
  draftsToSign(which: { readonly cameraId: string } | 'all' | 'due', time: VolumeTime): SigningDraft[] {
    const key = this.#sealer.mustAsk(time.monotonicMs) ? [this.#sealer.draft(time)] : [];
    const cameraId = typeof which === 'string' ? null : which.cameraId;
    const heads = which === 'due' && !this.#headsAreDue ? [] : this.#headsToSign(cameraId, time);
    return [...key, ...heads];
  }

  #headsToSign(cameraId: string | null, time: VolumeTime): HeadDraft[] {
    const { index } = this.#context;
    const drafts: HeadDraft[] = [];
    const version = this.#sealer.isCertified ? 2 : 1;
    for (const row of index.streams()) {
      if (cameraId !== null && row.stream.cameraId !== cameraId) continue;
      const seq = index.newestCompleteSeq(row.id);
      if (seq === null || (index.newestHead(row.id)?.seq ?? -1) >= seq) continue;
      drafts.push({ stream: row.stream, seq, chain: row.chain, signedUnixMs: time.unixMs, version });
    }
    return drafts;
  }

  /** What came back for `draftsToSign`; nothing of it: nobody signs. */
  storeSigned(drafts: readonly SignedDraft[], time: VolumeTime): void {
    const key = drafts.find((draft) => 'deletionKey' in draft);
    if (key !== undefined || drafts.length === 0) this.#sealer.answer(key ?? null);
    if (key !== undefined) adoptDeletions(this.#context, time, key.signedBefore ?? false);
    const entries = drafts.flatMap((draft) => ('deletionKey' in draft ? [] : [headEntryOf(draft)]));
    if (entries.length > 0) commit(this.#context, entries, time.unixMs);
  }

  /** Syncs what is due; deletes what has to go. True: something is due to be signed. */
  tick(time: VolumeTime): boolean {
    for (const stream of this.#streams.values()) stream.syncIfDue(time.monotonicMs, SYNC_AFTER_MS);
    if (this.mayDelete && time.monotonicMs >= this.#retentionDueMs) {
      this.#retentionDueMs = time.monotonicMs + RETENTION_EVERY_MS;
      this.#retain(time);
      // Deleting is one call, from the journal to the sync of the directories.
      this.#context.index.noteUnlinked(this.#context.journal.position);
    }
    this.#headsAreDue = time.monotonicMs >= this.#headsDueMs;
    if (this.#headsAreDue) this.#headsDueMs = time.monotonicMs + HEADS_EVERY_MS;
    return this.#headsAreDue || this.#sealer.mustAsk(time.monotonicMs);
  }

  space(): VolumeSpace {
    const { storage, root, index } = this.#context;
    const oldest = index
      .streams()
      .map((stream) => index.firstSegmentStartingAt(stream.id, Number.MIN_SAFE_INTEGER)?.startUnixMs)
      .filter((start) => start !== undefined);
    return {
      ...storage.space(root),
      heldBytes: this.#heldBytes,
      archiveBytes: this.#archiveBytes + this.#writtenBytes(),
      oldestUnixMs: oldest.length === 0 ? null : Math.min(...oldest),
      full: this.#full,
    };
  }

  /** A clean stop: everything complete, a gap `stopped` for every stream, locks released. */
  close(stoppedUnixMs: number, time: VolumeTime): void {
    const entries: JournalEntry[] = [];
    for (const stream of this.#streams.values()) {
      stream.end(time);
      if (stream.lastEndUnixMs !== null || stream.gapCause !== null) {
        entries.push(...stream.gapEntries('stopped', stream.silentSince(stoppedUnixMs), null));
      }
    }
    entries.push({ type: 'stopped', atUnixMs: stoppedUnixMs });
    this.#clock.holds(time);
    commit(this.#context, entries, time.unixMs, () => this.#noteClock());
    this.#opened.release();
  }

  /** After an error: lets go of everything, promises nothing. */
  abandon(): void {
    for (const stream of this.#streams.values()) stream.abandon();
    this.#opened.release();
  }

  #retain(time: VolumeTime): void {
    const { storage, root } = this.#context;
    const question = this.#question(time);
    const { policy } = this.#options;
    const days = (cameraId: string): number =>
      (policy.retentionDays.get(cameraId) ?? policy.defaultRetentionDays) * DAY_MS;
    if (this.#clockHolds(time)) {
      const expired = expiredSegments(question, days);
      const bytes = deleteSegments(this.#context, expired, { reason: 'retention', detail: null }, time);
      this.#archiveBytes -= bytes;
    }
    this.#compaction.advance(time);
    const { totalBytes, freeBytes } = storage.space(root);
    const floorBytes = policy.floorBytes ?? defaultFloorBytes(totalBytes);
    const neededBytes = floorBytes - freeBytes;
    if (neededBytes <= 0) {
      this.#full = false;
      return;
    }
    const oldest = oldestSegments(question, neededBytes);
    this.#archiveBytes -= deleteSegments(this.#context, oldest, { reason: 'space', detail: null }, time);
    // More may be deletable than one commit takes: then the next turn comes at once.
    if (oldest.length > 0) this.#retentionDueMs = time.monotonicMs;
    else this.#stopAtFloor(time);
  }

  /** A clock in doubt deletes nothing for its age. The floor goes on: it asks for order only. */
  #clockHolds(time: VolumeTime): boolean {
    const holds = this.#clock.holds(time);
    if (holds !== this.#clockHeld) {
      this.#context.output.warning(
        holds
          ? 'the clock holds: footage is deleted for its age again'
          : 'the clock was set far, or nothing recorded here for more than a day: no footage is deleted for its age until the clock has held for 6 hours',
      );
    }
    this.#clockHeld = holds;
    if (holds && time.monotonicMs >= this.#clockNotedDueMs) {
      this.#clockNotedDueMs = time.monotonicMs + CLOCK_NOTED_EVERY_MS;
      commit(this.#context, [], time.unixMs, () => this.#noteClock());
    }
    return holds;
  }

  #noteClock(): void {
    const { knownUnixMs } = this.#clock;
    if (knownUnixMs !== null) this.#context.index.setMeta(CLOCK_KNOWN, String(knownUnixMs));
  }

  /** Nothing may be deleted any more. Where not even something is held, the disk is full of what others wrote. */
  #stopAtFloor(time: VolumeTime): void {
    if (this.#full) return;
    this.#full = true;
    this.#context.output.warning(`${FULL_DETAIL}: recording stops`);
    for (const stream of this.#streams.values()) {
      const wasOpen = stream.isOpen;
      stream.end(time);
      if (wasOpen) stream.openGap('disk-full', stream.silentSince(time.unixMs), FULL_DETAIL, time);
    }
  }

  #question(time: VolumeTime): RetentionQuestion {
    return {
      index: this.#context.index,
      nowUnixMs: time.unixMs,
      leases: (cameraId) => this.#options.policy.leases.active(cameraId, time.unixMs),
    };
  }

  #stream(key: StreamKey): StreamWriter {
    const name = streamName(key);
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      const { index } = this.#context;
      if (index.stream(key) === null) commit(this.#context, [], 0, () => index.ensureStream(key));
      const row = index.ensureStream(key);
      stream = new StreamWriter(this.#context, this.#cuts, { row, lastEndUnixMs: null, gap: null });
      this.#streams.set(name, stream);
    }
    return stream;
  }

  #writtenBytes(): number {
    let bytes = 0;
    for (const stream of this.#streams.values()) bytes += stream.writtenBytes;
    return bytes;
  }
}

/** Where no start has written it down yet, the end of what was recorded last. */
function clockKnownUnixMs({ context, streams }: OpenedVolume): number | null {
  const noted = context.index.meta(CLOCK_KNOWN);
  if (noted !== null) return Number(noted);
  const ends = streams.flatMap(({ lastEndUnixMs }) => (lastEndUnixMs === null ? [] : [lastEndUnixMs]));
  return ends.length === 0 ? null : Math.max(...ends);
}

function headEntryOf(head: SignedHead): JournalEntry {
  const { stream, seq, signedUnixMs, keyId } = head;
  const chain = toHex(head.chain);
  const signature = toHex(head.signature);
  const entry = { type: 'head', ...stream, seq, chain, signedUnixMs, keyId, signature } as const;
  return head.version === 2 ? { ...entry, version: 2 } : entry;
}
