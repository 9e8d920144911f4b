/**
 * What has to go: footage older than its camera's days, and the oldest of all streams while the disk is below its floor. Whether the
 * clock may be believed is `clock-trust.ts`.
 * Held and leased footage is stepped over, an open segment is never touched.
 */
import { type HeldSpan, heldSpans, spanTouching } from '../hold/held-spans.ts';
import type { IndexQueries } from '../index/index-queries.ts';
import type { SegmentRow, StreamRow } from '../index/index-rows.ts';
import type { Doomed } from './delete-segments.ts';
import { RecordedAge } from './recorded-age.ts';

/** Deleted in one commit: bounds how long the volume's thread is busy with it (some ms), and what recovery may have to finish. */
export const MAX_DELETED_AT_ONCE = 256;

/** Whose footage may go now: `leases` are asked for once a stream and must not hold expired ones. */
export interface RetentionQuestion {
  readonly index: IndexQueries;
  readonly nowUnixMs: number;
  readonly leases: (cameraId: string) => readonly HeldSpan[];
}

/**
 * The oldest deletable segments of one stream, one after another: in the order of their numbers, which is that of recording
 * whatever the clock said.
 */
class OldestFirst {
  readonly stream: StreamRow;
  readonly #index: IndexQueries;
  readonly #held: readonly HeldSpan[];
  #afterSeq = -1;
  #skipped: HeldSpan | null = null;
  #stepped: SegmentRow | null = null;

  constructor(question: RetentionQuestion, stream: StreamRow) {
    this.stream = stream;
    this.#index = question.index;
    this.#held = heldSpans(question.index, stream, question.leases(stream.stream.cameraId));
  }

  /** The newest held one that was stepped over; null while there was none. */
  get stepped(): SegmentRow | null {
    return this.#stepped;
  }

  /** Null when nothing deletable is left. */
  next(): SegmentRow | null {
    for (;;) {
      const row = this.#following();
      if (row === null) return null;
      this.#afterSeq = row.seq;
      this.#skipped = spanTouching(this.#held, row.startUnixMs, Math.max(row.endUnixMs, row.startUnixMs + 1));
      if (this.#skipped !== null) this.#stepped = row;
      else if (row.state !== 'open') return row;
    }
  }

  /** Behind a held one: the next that lies outside of the span, one step for all of it. */
  #following(): SegmentRow | null {
    const { id } = this.stream;
    return this.#skipped === null
      ? this.#index.segmentAfter(id, this.#afterSeq)
      : this.#index.segmentAfterOutside(id, this.#afterSeq, this.#skipped);
  }
}

/** Segments that end before their camera's days began, and so do all before them; at most `MAX_DELETED_AT_ONCE`. */
export function expiredSegments(
  question: RetentionQuestion,
  retentionMs: (cameraId: string) => number,
): Doomed[] {
  const doomed: Doomed[] = [];
  for (const stream of question.index.streams()) {
    const cutoffUnixMs = question.nowUnixMs - retentionMs(stream.stream.cameraId);
    const age = new RecordedAge(question.index, stream.id, cutoffUnixMs, question.nowUnixMs);
    const first = question.index.segmentAfter(stream.id, -1);
    if (first === null || !age.isTooOld(first)) continue;
    const oldest = new OldestFirst(question, stream);
    for (let segment = oldest.next(); segment !== null; segment = oldest.next()) {
      if (oldest.stepped !== null && !age.isTooOld(oldest.stepped)) break;
      if (!age.isTooOld(segment) || doomed.length >= MAX_DELETED_AT_ONCE) break;
      doomed.push({ stream, segment });
    }
  }
  return doomed;
}

/** The segment of a stream that goes first, whenever that is; null where nothing may go. */
export function oldestDeletable(question: RetentionQuestion, stream: StreamRow): SegmentRow | null {
  return new OldestFirst(question, stream).next();
}

/** The oldest segments over all streams until `neededBytes` are reached; at most `MAX_DELETED_AT_ONCE`. */
export function oldestSegments(question: RetentionQuestion, neededBytes: number): Doomed[] {
  const queues = question.index.streams().map((stream) => {
    const oldest = new OldestFirst(question, stream);
    return { oldest, next: oldest.next() };
  });
  const doomed: Doomed[] = [];
  let freedBytes = 0;
  while (freedBytes < neededBytes && doomed.length < MAX_DELETED_AT_ONCE) {
    let first: (typeof queues)[number] | null = null;
    for (const queue of queues) {
      if (queue.next === null) continue;
      if (first === null || first.next === null || queue.next.startUnixMs < first.next.startUnixMs)
        first = queue;
    }
    if (first === null || first.next === null) break;
    doomed.push({ stream: first.oldest.stream, segment: first.next });
    freedBytes += first.next.sizeBytes;
    first.next = first.oldest.next();
  }
  return doomed;
}

/** Of one camera, everything that may be deleted; at most `MAX_DELETED_AT_ONCE`. */
export function deletableSegments(question: RetentionQuestion, cameraId: string): Doomed[] {
  const doomed: Doomed[] = [];
  for (const stream of question.index.streams()) {
    if (stream.stream.cameraId !== cameraId) continue;
    const oldest = new OldestFirst(question, stream);
    for (let segment = oldest.next(); segment !== null; segment = oldest.next()) {
      if (doomed.length >= MAX_DELETED_AT_ONCE) return doomed;
      doomed.push({ stream, segment });
    }
  }
  return doomed;
}
