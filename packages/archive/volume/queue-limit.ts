/**
 * How many bytes may wait for a disk: what arrives in 4 s, measured, within fixed bounds. A fixed bound is either too little for
 * many streams (32 MiB are 0.7 s of 128 streams at 48 MB/s, and every pause of the disk cost pictures) or a promise of memory
 * that few streams never need.
 */

/** Pauses that a disk makes while it works: a flush of its cache, a journal commit of the file system, a burst of deletions. */
const COVERED_MS = 4000;
/** Of few streams: 4 MB/s may stand for 8 s. */
export const MIN_QUEUED_BYTES = 32 * 2 ** 20;
/** Part of the memory budget of a volume (docs/design/archive.md): 4 s of 64 MB/s. */
export const MAX_QUEUED_BYTES = 256 * 2 ** 20;
const BUCKET_MS = 1000;
const BUCKETS = 10;

/** Everything that is offered is told to `arrived`, taken or not: else a stall would lower the limit that it needs. */
export class QueueLimit {
  /** Bytes of the newest seconds, the newest last. */
  readonly #buckets: number[] = [];
  #newest = Number.NEGATIVE_INFINITY;
  #first = Number.POSITIVE_INFINITY;

  arrived(sizeBytes: number, nowMonotonicMs: number): void {
    this.#advance(nowMonotonicMs);
    this.#buckets[this.#buckets.length - 1] = (this.#buckets.at(-1) ?? 0) + sizeBytes;
  }

  /** From `MIN_QUEUED_BYTES` to `MAX_QUEUED_BYTES`. */
  bytes(nowMonotonicMs: number): number {
    this.#advance(nowMonotonicMs);
    // The newest second isn't over: it counts for what is over of it. The first ten have nothing before them.
    const first = Math.max(this.#first, this.#newest - (BUCKETS - 1));
    const sinceMs = Math.max(nowMonotonicMs, this.#newest * BUCKET_MS) - first * BUCKET_MS;
    const arrivedBytes = this.#buckets.reduce((sum, bytes) => sum + bytes, 0);
    const wanted = (arrivedBytes * COVERED_MS) / Math.max(BUCKET_MS, sinceMs);
    return Math.min(MAX_QUEUED_BYTES, Math.max(MIN_QUEUED_BYTES, Math.round(wanted)));
  }

  #advance(nowMonotonicMs: number): void {
    const current = Math.floor(nowMonotonicMs / BUCKET_MS);
    if (current <= this.#newest) return;
    this.#first = Math.min(this.#first, current);
    const passed = current - this.#newest;
    if (passed >= BUCKETS) this.#buckets.length = 0;
    for (let at = Math.min(passed, BUCKETS); at > 0; at -= 1) this.#buckets.push(0);
    this.#buckets.splice(0, this.#buckets.length - BUCKETS);
    this.#newest = current;
  }
}
