/**
 * One viewer of a transcoded live stream: spends its credit; without any for a second, what waits is dropped, and it goes on at a
 * sync sample that its credit covers, as the recorder's channels do.
 */
import type { ChannelState, FromAnalystFrame, SkipReason } from '@matlang/link';
import type { VideoFormat } from '@matlang/media/stream';
import { factsOf, initOf, type TranscodedFragment } from './transcoded-fragment.ts';

const NO_CREDIT_SKIP_MS = 1000;
/** Two GOPs of the fattest stream that is made. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** More credit than this is cut. */
const MAX_CREDIT_BYTES = 8 * 1024 * 1024;

/** Whose channel it is. */
export interface ViewerOptions {
  readonly channel: number;
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly creditBytes: number;
  readonly send: (frame: FromAnalystFrame) => void;
  readonly monotonicMs: () => number;
}

/** Lives until its viewer or its stream goes. */
export class ViewerChannel {
  readonly #options: ViewerOptions;
  #creditBytes: number;
  #waiting: { readonly fragment: TranscodedFragment; readonly cached: boolean; readonly sinceMs: number }[] =
    [];
  #waitingBytes = 0;
  #skipping = false;

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#creditBytes = Math.min(options.creditBytes, MAX_CREDIT_BYTES);
  }

  init(format: VideoFormat): void {
    this.#forget();
    this.#skipping = false;
    this.#options.send({ type: 'channel-init', facts: factsOf(format, this.#options), init: initOf(format) });
    this.state('playing');
  }

  state(state: ChannelState): void {
    const { channel, send } = this.#options;
    send({ type: 'channel-state', channel, state });
  }

  push(fragment: TranscodedFragment, cached: boolean): void {
    if (this.#skipping) {
      if (!fragment.sync || fragment.bytes.length > this.#creditBytes) return;
      this.#skipping = false;
      this.state('playing');
    }
    this.#waiting.push({ fragment, cached, sinceMs: this.#options.monotonicMs() });
    this.#waitingBytes += fragment.bytes.length;
    this.#drain();
    const [oldest] = this.#waiting;
    const stuckMs = oldest === undefined ? 0 : this.#options.monotonicMs() - oldest.sinceMs;
    if (stuckMs >= NO_CREDIT_SKIP_MS || this.#waitingBytes > MAX_WAITING_BYTES) this.skip('no-credit');
  }

  addCredit(bytes: number): void {
    this.#creditBytes = Math.min(MAX_CREDIT_BYTES, this.#creditBytes + bytes);
    this.#drain();
  }

  skip(reason: SkipReason): void {
    const { channel, send } = this.#options;
    this.#forget();
    if (this.#skipping) return;
    this.#skipping = true;
    send({ type: 'skipped', channel, reason });
    this.state('waiting-for-key-frame');
  }

  runEnded(): void {
    this.#forget();
    this.#skipping = false;
    this.state('run-ended');
  }

  #drain(): void {
    const { channel, send } = this.#options;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { fragment, cached } = next;
      if (fragment.bytes.length > this.#creditBytes) return;
      this.#waiting.shift();
      this.#waitingBytes -= fragment.bytes.length;
      this.#creditBytes -= fragment.bytes.length;
      send({ type: 'channel-fragment', channel, cached, leading: false, ...fragment });
    }
  }

  #forget(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
