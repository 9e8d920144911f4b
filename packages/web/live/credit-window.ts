/**
 * How much of a channel may be on its way, and credit for what was taken, given back in pieces: a message for each picture of sixteen tiles
 * would be some hundred a second.
 *
 * What a slow network does not take waits in the sockets between the site and the page, where nobody can leave it out any more: a page that gets
 * a sixth of a stream and lets a megabyte be on its way sees pictures of a minute ago. So a channel begins with room for the GOP so far, and keeps
 * room for two seconds of its stream; where pictures come late, for what comes in one. The recorder then has no credit for the rest, and
 * skips to the next key frame (recorder, `link-server/channel.ts`): fewer pictures, and of now.
 */
import { MAX_LIVE_CREDIT_BYTES } from '@matlang/contract';

const GIVE_EVERY_MS = 250;
/** Pictures that come later than this waited for others. Jitter of a busy machine or of Wi-Fi stays below. */
const LATE_MS = 2000;
/** So late they come where nothing waits, converted ones included. */
const ON_TIME_MS = 1000;
/** What may be on its way, by the rate at which it comes. With the second that the recorder waits for credit, nothing is left out for a stall of three. */
const WAY_MS = 2000;
const LATE_WAY_MS = 1000;
/** A rate is told by no shorter time. */
const MEASURED_MS = 1000;
/** A key frame must fit in beside what comes before it, or none would ever be sent. */
const ROOM_FOR_LARGEST = 1.5;

/** One for each channel, over all of its connections; `stop` with it. */
export class CreditWindow {
  readonly #firstBytes: number;
  readonly #give: (bytes: number) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  /** What may be on its way. */
  #windowBytes: number;
  /** Given, and not taken by the player. */
  #untakenBytes = 0;
  /** Given, and nothing came for it. */
  #unspentBytes = 0;
  #largestBytes = 0;
  #measuredBytes = 0;
  #measuredSinceMs: number | null = null;
  /** The window is what a slow network takes. */
  #isNarrow = false;

  /** @param firstBytes room for the GOP so far */
  constructor(firstBytes: number, give: (bytes: number) => void) {
    this.#firstBytes = firstBytes;
    this.#windowBytes = firstBytes;
    this.#give = give;
    this.#timer = setInterval(() => this.#flush(), GIVE_EVERY_MS);
  }

  /** What is asked for at first, and at each new connection: room for the GOP so far, unless the network was found to be slow. */
  open(): number {
    if (!this.#isNarrow) this.#windowBytes = Math.max(this.#windowBytes, this.#firstBytes);
    this.#untakenBytes = this.#windowBytes;
    this.#unspentBytes = this.#windowBytes;
    this.#measuredBytes = 0;
    this.#measuredSinceMs = null;
    return this.#windowBytes;
  }

  /**
   * A picture came.
   * @param lateMs how long ago it was sent; null: not known, or the GOP so far, which is of before
   * @param nowMs by a monotonic clock
   */
  arrived(bytes: number, lateMs: number | null, nowMs: number): void {
    this.#unspentBytes -= bytes;
    this.#largestBytes = Math.max(this.#largestBytes, bytes);
    this.#measuredBytes += bytes;
    this.#measuredSinceMs ??= nowMs;
    const measuredMs = nowMs - this.#measuredSinceMs;
    if (measuredMs < MEASURED_MS || lateMs === null) return;
    const bytesPerMs = this.#measuredBytes / measuredMs;
    if (lateMs <= ON_TIME_MS) this.#resize(bytesPerMs * WAY_MS, false);
    else if (lateMs > LATE_MS) this.#resize(Math.min(this.#windowBytes, bytesPerMs * LATE_WAY_MS), true);
    this.#measuredBytes = 0;
    this.#measuredSinceMs = nowMs;
  }

  /** The recorder left out pictures. Where much credit was left, the next picture is larger than all of it. */
  skipped(): void {
    if (this.#unspentBytes > this.#windowBytes / 2) this.#resize(this.#windowBytes * 2, this.#isNarrow);
  }

  /** The player took so many bytes. */
  take(bytes: number): void {
    this.#untakenBytes -= bytes;
    if (this.#windowBytes - this.#untakenBytes > this.#windowBytes / 4) this.#flush();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #resize(toBytes: number, isNarrow: boolean): void {
    this.#isNarrow = isNarrow;
    const leastBytes = this.#largestBytes * ROOM_FOR_LARGEST;
    this.#windowBytes = Math.round(Math.min(MAX_LIVE_CREDIT_BYTES, Math.max(leastBytes, toBytes)));
  }

  /** What was given before stays given: a window that shrank is reached by taking. */
  #flush(): void {
    const bytes = this.#windowBytes - this.#untakenBytes;
    if (bytes <= 0) return;
    this.#untakenBytes += bytes;
    this.#unspentBytes += bytes;
    this.#give(bytes);
  }
}
