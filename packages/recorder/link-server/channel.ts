/**
 * One subscribed stream of one connection: spends the subscriber's credit, waits for more at most a second, then skips to the
 * next sync sample and says so. What waits here is bounded; its pictures lie in the stream's memory and are shared with its other channels.
 */
import {
  type ChannelInitFacts,
  encodeFragmentHeader,
  type FromRecorderFrame,
  MAX_CREDIT_BYTES,
} from '@matlang/link';
import type { StreamFormat } from '@matlang/media/stream';
import type { LiveSample } from '../stream/live-sample.ts';
import type { LiveViewer, MediaStream } from '../stream/media-stream.ts';

/** Architecture 3.7. */
export const NO_CREDIT_SKIP_MS = 1000;
/** The whole GOP so far and a second of the fattest stream. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** What a channel needs of its connection. */
export interface ChannelOutlet {
  /** False: the socket is full; `drain` of the channel will be called. */
  readonly writable: boolean;
  send(frame: FromRecorderFrame): void;
  /** One frame in parts, which are not copied. `onSent`: once, when nothing reads them any more. */
  sendParts(parts: readonly Uint8Array[], onSent: () => void): void;
  monotonicMs(): number;
}

/** What a channel needs of its stream. */
export type ChannelStream = Pick<MediaStream, 'key' | 'running' | 'memory' | 'addViewer' | 'removeViewer'>;

interface Waiting {
  /** Its data is retained. */
  readonly sample: LiveSample;
  readonly head: Uint8Array;
  readonly cached: boolean;
  readonly sinceMonotonicMs: number;
}

const fragmentBytes = (sample: LiveSample, head: Uint8Array): number => head.length + sample.unit.data.length;

/** Lives from `subscribe` to `unsubscribe` or the end of its connection or stream. */
export class Channel implements LiveViewer {
  readonly number: number;
  readonly stream: ChannelStream;
  priority: number;
  readonly #outlet: ChannelOutlet;
  #creditBytes: number;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** Nothing is sent until the next sync sample. */
  #skipping = false;

  constructor(
    number: number,
    stream: ChannelStream,
    creditBytes: number,
    priority: number,
    outlet: ChannelOutlet,
  ) {
    this.number = number;
    this.stream = stream;
    this.priority = priority;
    this.#creditBytes = creditBytes;
    this.#outlet = outlet;
  }

  /** Begins: sends what there is. */
  open(): void {
    if (!this.stream.running) {
      this.#outlet.send({ type: 'channel-state', channel: this.number, state: 'waiting' });
    }
    this.stream.addViewer(this);
  }

  close(): void {
    this.stream.removeViewer(this);
    this.#forget();
  }

  addCredit(bytes: number): void {
    this.#creditBytes = Math.min(MAX_CREDIT_BYTES, this.#creditBytes + bytes);
    this.drain();
  }

  onInit(format: StreamFormat, init: Uint8Array): void {
    this.#forget();
    this.#skipping = false;
    this.#outlet.send({ type: 'channel-init', facts: this.#factsOf(format), init });
    this.#outlet.send({ type: 'channel-state', channel: this.number, state: 'playing' });
  }

  onFragment(sample: LiveSample, head: Uint8Array, cached: boolean): void {
    if (this.#skipping) {
      // A key frame without credit to send it would begin the same wait again and again.
      if (!sample.unit.sync || this.#creditBytes < fragmentBytes(sample, head)) {
        return;
      }
      this.#skipping = false;
      this.#outlet.send({ type: 'channel-state', channel: this.number, state: 'playing' });
    }
    this.stream.memory.retain(sample.unit.data);
    this.#waiting.push({ sample, head, cached, sinceMonotonicMs: this.#outlet.monotonicMs() });
    this.#waitingBytes += fragmentBytes(sample, head);
    this.drain();
    this.#skipWhenStuck();
  }

  onGopTooLong(): void {
    this.#skip('gop-too-long');
  }

  onRunEnd(): void {
    this.#forget();
    this.#skipping = false;
    this.#outlet.send({ type: 'channel-state', channel: this.number, state: 'run-ended' });
  }

  /** Sends what credit and socket allow. */
  drain(): void {
    const { memory } = this.stream;
    let sent = 0;
    for (const { sample, head, cached } of this.#waiting) {
      const sizeBytes = fragmentBytes(sample, head);
      if (!this.#outlet.writable || sizeBytes > this.#creditBytes) {
        break;
      }
      this.#creditBytes -= sizeBytes;
      this.#waitingBytes -= sizeBytes;
      const { wallStartUnixMs } = sample;
      const { data, sync, leading } = sample.unit;
      const fields = { channel: this.number, sync, cached, leading, wallStartUnixMs };
      this.#outlet.sendParts([encodeFragmentHeader(fields, sizeBytes), head, data], () =>
        memory.release(data),
      );
      sent += 1;
    }
    if (sent > 0) {
      this.#waiting.splice(0, sent);
    }
  }

  /** Every 250 ms. */
  tick(): void {
    this.#skipWhenStuck();
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  #skipWhenStuck(): void {
    const oldest = this.#waiting[0];
    if (
      oldest !== undefined &&
      (this.#waitingBytes > MAX_WAITING_BYTES ||
        this.#outlet.monotonicMs() - oldest.sinceMonotonicMs >= NO_CREDIT_SKIP_MS)
    ) {
      this.#skip('no-credit');
    }
  }

  #skip(reason: 'no-credit' | 'gop-too-long'): void {
    // The still of a GOP that is too long may well wait for credit; it is what the viewer is to see.
    if (reason === 'no-credit') {
      this.#forget();
    }
    this.#skipping = true;
    this.#outlet.send({ type: 'skipped', channel: this.number, reason });
    this.#outlet.send({ type: 'channel-state', channel: this.number, state: 'waiting-for-key-frame' });
  }

  #forget(): void {
    for (const { sample } of this.#waiting.splice(0)) this.stream.memory.release(sample.unit.data);
    this.#waitingBytes = 0;
  }

  #factsOf(format: StreamFormat): ChannelInitFacts {
    const video = format.kind === 'video' ? format : null;
    const audio = format.kind === 'audio' ? format : null;
    return {
      channel: this.number,
      cameraId: this.stream.key.cameraId,
      kind: this.stream.key.kind,
      codec: format.codec,
      codecString: format.codecString,
      timescale: format.timescale,
      widthPixels: video?.widthPixels ?? null,
      heightPixels: video?.heightPixels ?? null,
      sampleRateHz: audio?.sampleRateHz ?? null,
      channels: audio?.channels ?? null,
    };
  }
}
