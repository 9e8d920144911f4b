/** Gives credit back in pieces: a message for each picture of sixteen tiles would be some hundred a second. */

const EVERY_MS = 250;

/** One for each channel; `stop` with it. */
export class CreditReturn {
  readonly #mostBytes: number;
  readonly #give: (bytes: number) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #takenBytes = 0;

  /** @param mostBytes that may be taken before they are given back at once */
  constructor(mostBytes: number, give: (bytes: number) => void) {
    this.#mostBytes = mostBytes;
    this.#give = give;
    this.#timer = setInterval(() => this.#flush(), EVERY_MS);
  }

  take(bytes: number): void {
    this.#takenBytes += bytes;
    if (this.#takenBytes > this.#mostBytes) this.#flush();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #flush(): void {
    if (this.#takenBytes > 0) this.#give(this.#takenBytes);
    this.#takenBytes = 0;
  }
}
