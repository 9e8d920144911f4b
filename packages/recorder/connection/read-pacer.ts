/**
 * Reads streams that nobody watches together, every PACE_MS, instead of at each packet: waking up is what taking streams in
 * costs. A packet's arrival is blurred by up to PACE_MS, far below the jitter that RunClock takes away.
 *
 * Two ways. Where all connections are patient and the thread is the recorder's own, the thread itself sleeps between two
 * turns of its event loop: the sockets fill meanwhile, and one turn reads them all. Otherwise (somebody watches one of them,
 * one is UDP, other code shares the thread) each patient socket is stopped and started again at each beat, which costs some
 * microseconds a socket and beat.
 */

/** Within the 10-20 ms at which reading costs least without being seen. */
export const PACE_MS = 20;
/** Whoever goes from one camera to another leaves the first before coming to the second: asleep meanwhile, it would wait for a beat. */
const AWAKE_BEHIND_VIEWERS_MS = 2000;

/** A connection whose reading can wait for a beat. */
export interface Paced {
  /** True where reading may wait; asked at each beat. */
  readonly patient: boolean;
  /** True: one read at each beat. False: a read as soon as the event loop turns. Told at each beat, before `beat`. */
  setStepped(stepped: boolean): void;
  /** Called every PACE_MS while added. */
  beat(nowMonotonicMs: number): void;
}

/** One for all connections: they wake the loop together. */
export class ReadPacer {
  readonly #members = new Set<Paced>();
  readonly #monotonicMs: () => number;
  /** Null where the thread must not be put to sleep. */
  readonly #sleeper: Int32Array | null;
  #timer: NodeJS.Timeout | null = null;
  #turn: NodeJS.Immediate | null = null;
  #sleptUntilMs = 0;
  #awakeUntilMs = 0;

  /** @param ownsThread nothing but the recorder runs on this thread, so that it may sleep. */
  constructor(monotonicMs: () => number, ownsThread: boolean) {
    this.#monotonicMs = monotonicMs;
    this.#sleeper = ownsThread ? new Int32Array(new SharedArrayBuffer(4)) : null;
  }

  add(member: Paced): void {
    this.#members.add(member);
    if (this.#timer === null && this.#turn === null) this.#wait();
  }

  remove(member: Paced): void {
    this.#members.delete(member);
  }

  /** Picks the way for the next beat anew: a viewer may have come or gone. */
  #wait(): void {
    this.#timer = null;
    this.#turn = null;
    if (this.#members.size === 0) return;
    if (this.#sleeper !== null && this.#maySleep()) this.#turn = setImmediate(() => this.#sleep());
    else this.#timer = setTimeout(() => this.#beat(true), PACE_MS);
  }

  /** Behind each poll of the sockets: waits out what is left of the beat, so that the next poll finds them full. */
  #sleep(): void {
    const leftMs = Math.min(PACE_MS, this.#sleptUntilMs + PACE_MS - this.#monotonicMs());
    if (this.#sleeper !== null && leftMs > 0) Atomics.wait(this.#sleeper, 0, 0, leftMs);
    this.#sleptUntilMs = this.#monotonicMs();
    this.#beat(false);
  }

  #beat(stepped: boolean): void {
    const nowMonotonicMs = this.#monotonicMs();
    for (const member of this.#members) {
      member.setStepped(stepped && member.patient);
      member.beat(nowMonotonicMs);
    }
    this.#wait();
  }

  #maySleep(): boolean {
    const nowMs = this.#monotonicMs();
    for (const member of this.#members) {
      if (member.patient) continue;
      this.#awakeUntilMs = nowMs + AWAKE_BEHIND_VIEWERS_MS;
      return false;
    }
    return nowMs >= this.#awakeUntilMs;
  }
}
