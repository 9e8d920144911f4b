/** Counts and rates of one stream as measured; survives reconnections. Nothing here trusts what a camera declares. */

/** What a camera does wrong and is tolerated: a kind of `FAULT_KINDS` (media) or MOVED_TIME, and how often. */
export interface FaultCount {
  readonly kind: string;
  readonly count: number;
}

/** Times of pictures that stood still or stepped back a little: each was put a tick behind the one before (media/timing). */
export const MOVED_TIME = 'presentation-time-moved';
/** Rates are over this many whole seconds. */
const RATE_SECONDS = 10;
/** A key frame later than this says nothing of the GOP: the stream was away. */
const MAX_GOP_MS = 30 * 60_000;

/** One for each stream; `tick` once a second. */
export class StreamMeter {
  receivedPackets = 0;
  lostPackets = 0;
  receivedBytes = 0;
  damagedUnits = 0;
  /** Of another payload type, late, doubled, or no RTP. */
  foreignPackets = 0;
  reconnects = 0;
  jitterMs = 0;
  gopMs: number | null = null;
  gopFrames: number | null = null;
  #bytesNow = 0;
  #unitsNow = 0;
  readonly #bytes: number[] = [];
  readonly #units: number[] = [];
  #lastTickMonotonicMs: number | null = null;
  readonly #tickMs: number[] = [];
  /** Of connections that are over, by kind: there are as many as `FAULT_KINDS`. */
  readonly #pastFaults = new Map<string, number>();
  #movedTimes = 0;
  #presentFaults: () => readonly FaultCount[] = () => [];
  #gopStartMs: number | null = null;
  #gopUnits = 0;

  countPacket(sizeBytes: number, lostBefore: number): void {
    this.receivedPackets += 1;
    this.lostPackets += lostBefore;
    this.receivedBytes += sizeBytes;
    this.#bytesNow += sizeBytes;
  }

  countForeignPacket(): void {
    this.foreignPackets += 1;
  }

  countMovedTime(): void {
    this.#movedTimes += 1;
  }

  /** A connection begins; `present` tells its faults so far. Those of the one before stay counted. */
  watchFaults(present: () => readonly FaultCount[]): void {
    for (const { kind, count } of this.#presentFaults())
      this.#pastFaults.set(kind, (this.#pastFaults.get(kind) ?? 0) + count);
    this.#presentFaults = present;
  }

  /** Each kind once. */
  get faults(): readonly FaultCount[] {
    const counts = new Map(this.#pastFaults);
    for (const { kind, count } of this.#presentFaults()) counts.set(kind, (counts.get(kind) ?? 0) + count);
    if (this.#movedTimes > 0) counts.set(MOVED_TIME, this.#movedTimes);
    return Array.from(counts, ([kind, count]) => ({ kind, count }));
  }

  /** One access unit; `mediaMs` is its decode time by the camera. */
  countUnit(mediaMs: number, sync: boolean, damaged: boolean): void {
    this.#unitsNow += 1;
    if (damaged) {
      this.damagedUnits += 1;
    }
    if (sync) {
      const gopMs = this.#gopStartMs === null ? Number.NaN : mediaMs - this.#gopStartMs;
      if (gopMs > 0 && gopMs < MAX_GOP_MS) {
        this.gopMs = Math.round(gopMs);
        this.gopFrames = this.#gopUnits;
      }
      this.#gopStartMs = mediaMs;
      this.#gopUnits = 0;
    }
    this.#gopUnits += 1;
  }

  /** The next unit is not of the same GOP as those before: a run ended. */
  breakGop(): void {
    this.#gopStartMs = null;
    this.#gopUnits = 0;
  }

  /** Call it once a second. */
  tick(nowMonotonicMs: number): void {
    if (this.#lastTickMonotonicMs !== null) {
      this.#tickMs.push(nowMonotonicMs - this.#lastTickMonotonicMs);
      this.#bytes.push(this.#bytesNow);
      this.#units.push(this.#unitsNow);
      if (this.#tickMs.length > RATE_SECONDS) {
        this.#tickMs.shift();
        this.#bytes.shift();
        this.#units.shift();
      }
    }
    this.#bytesNow = 0;
    this.#unitsNow = 0;
    this.#lastTickMonotonicMs = nowMonotonicMs;
  }

  get bitsPerSecond(): number {
    return Math.round(perSecond(this.#bytes, this.#tickMs) * 8);
  }

  get framesPerSecond(): number {
    return Math.round(perSecond(this.#units, this.#tickMs) * 100) / 100;
  }
}

function perSecond(counts: readonly number[], elapsedMs: readonly number[]): number {
  const totalMs = elapsedMs.reduce((sum, ms) => sum + ms, 0);
  return totalMs === 0 ? 0 : (counts.reduce((sum, count) => sum + count, 0) * 1000) / totalMs;
}
