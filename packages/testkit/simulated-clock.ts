/** A clock that stands still until a test moves it: the machine's monotonic clock, its wall clock, and timers. */

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** Begins at monotonic time 0. */
export class SimulatedClock {
  #monotonicMs = 0;
  #unixMs: number;
  #ratePpm = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** @param startUnixMs wall time at the beginning; default 2026-01-01T00:00:00Z */
  constructor(startUnixMs: number = Date.UTC(2026, 0, 1)) {
    this.#unixMs = startUnixMs;
  }

  /** Bound, to be handed over as functions. */
  readonly monotonicMs = (): number => this.#monotonicMs;
  readonly unixMs = (): number => Math.round(this.#unixMs);

  /** Calls `run` once after `delayMs` of simulated time; the answer takes it back. */
  readonly setTimer = (run: () => void, delayMs: number): (() => void) => {
    const timer = { dueMs: this.#monotonicMs + Math.max(0, delayMs), order: this.#order, run };
    this.#order += 1;
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  };

  /** Fulfilled after `delayMs` of simulated time. */
  readonly delay = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      this.setTimer(resolve, delayMs);
    });

  get timerCount(): number {
    return this.#timers.size;
  }

  /** Moves time on and runs timers that fall due, each at its own instant, also those set on the way. */
  advance(milliseconds: number): void {
    const endMs = this.#monotonicMs + milliseconds;
    for (let timer = this.#nextTimer(endMs); timer !== null; timer = this.#nextTimer(endMs)) {
      this.#timers.delete(timer);
      this.#moveTo(timer.dueMs);
      timer.run();
    }
    this.#moveTo(endMs);
  }

  /** `advance` in steps; promises that wait on timers go on between them. */
  async advanceAsync(milliseconds: number, stepMs: number = milliseconds): Promise<void> {
    const endMs = this.#monotonicMs + milliseconds;
    while (this.#monotonicMs < endMs) {
      this.advance(Math.min(stepMs, endMs - this.#monotonicMs));
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  /** The machine's wall clock is set; monotonic time does not notice. */
  stepWall(byMs: number): void {
    this.#unixMs += byMs;
  }

  /** From now on the wall clock runs so much too fast (or slow) against monotonic time. */
  slewWall(ratePpm: number): void {
    this.#ratePpm = ratePpm;
  }

  #nextTimer(endMs: number): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) continue;
      if (
        next === null ||
        timer.dueMs < next.dueMs ||
        (timer.dueMs === next.dueMs && timer.order < next.order)
      ) {
        next = timer;
      }
    }
    return next;
  }

  #moveTo(monotonicMs: number): void {
    this.#unixMs += (monotonicMs - this.#monotonicMs) * (1 + this.#ratePpm / 1e6);
    this.#monotonicMs = monotonicMs;
  }
}
