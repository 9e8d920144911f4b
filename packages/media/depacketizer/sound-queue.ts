/** Units of sound that wait to be pulled, and the loss before the next one: what all sound formats share. */
import type { AudioFormat } from '../stream/index.ts';
import type { DepacketizedUnit } from './depacketizer.ts';

/** One packet of AAC can hold hundreds of units; more than this means that nobody pulls. */
const MAX_WAITING_UNITS = 1024;

export interface SoundTimes {
  readonly ptsTicks: number;
  readonly durationTicks: number;
  readonly arrivalMonotonicMs: number;
}

/** Gives units in the order added; all of them are sync units of one format. */
export class SoundQueue {
  readonly #format: AudioFormat;
  #waiting: DepacketizedUnit[] = [];
  #nextWaiting = 0;
  #lostBefore = 0;

  constructor(format: AudioFormat) {
    this.#format = format;
  }

  noteLoss(packets: number): void {
    this.#lostBefore += packets;
  }

  /** @param data owned by the unit from here on */
  add(data: Uint8Array, times: SoundTimes): void {
    this.#waiting.push({
      ptsTicks: times.ptsTicks,
      data,
      sync: true,
      leading: false,
      disposable: false,
      durationTicks: times.durationTicks,
      lostPackets: this.#lostBefore,
      arrivalMonotonicMs: times.arrivalMonotonicMs,
      format: this.#format,
      pictureOrderCount: null,
      startsOrder: true,
      leadingMayFollow: false,
    });
    this.#lostBefore = 0;
  }

  pull(): DepacketizedUnit | null {
    const unit = this.#waiting[this.#nextWaiting];
    if (unit === undefined) return null;
    this.#nextWaiting += 1;
    if (this.#nextWaiting === this.#waiting.length) {
      this.#waiting = [];
      this.#nextWaiting = 0;
    }
    return unit;
  }

  /** TypeError: the caller doesn't pull. */
  requirePulled(): void {
    if (this.#waiting.length - this.#nextWaiting < MAX_WAITING_UNITS) return;
    throw new TypeError(
      `pull() must be called until null after each push(): ${this.#waiting.length} units wait`,
    );
  }
}
