/** The one instant that all players of a page stand at: runs at a rate, stands, or waits for who has nothing to show yet. Pure. */

/** Site time by a monotonic clock that is handed in. */
export class PlaybackClock {
  #instantUnixMs: number;
  #atMs: number;
  #rate = 1;
  #playing = false;
  #held = false;

  constructor(instantUnixMs: number, nowMs: number) {
    this.#instantUnixMs = instantUnixMs;
    this.#atMs = nowMs;
  }

  get rate(): number {
    return this.#rate;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Playing, and nobody has to be waited for. */
  get running(): boolean {
    return this.#playing && !this.#held;
  }

  instantUnixMs(nowMs: number): number {
    return this.running ? this.#instantUnixMs + (nowMs - this.#atMs) * this.#rate : this.#instantUnixMs;
  }

  seek(instantUnixMs: number, nowMs: number): void {
    this.#instantUnixMs = instantUnixMs;
    this.#atMs = nowMs;
  }

  play(rate: number, nowMs: number): void {
    this.seek(this.instantUnixMs(nowMs), nowMs);
    this.#rate = rate;
    this.#playing = true;
  }

  pause(nowMs: number): void {
    this.seek(this.instantUnixMs(nowMs), nowMs);
    this.#playing = false;
  }

  /** Stands still while a player has nothing to show where something is recorded. */
  hold(held: boolean, nowMs: number): void {
    if (held === this.#held) return;
    this.seek(this.instantUnixMs(nowMs), nowMs);
    this.#held = held;
  }
}
