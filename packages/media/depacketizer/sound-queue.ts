/** Units of sound that wait to be pulled, and the loss before the next one: what all sound formats share. */
import type { AudioFormat } from '../stream/index.ts';
import type { DepacketizedUnit } from './depacketizer.ts';
import { WaitingUnits } from './waiting-units.ts';

/** When a unit of sound is heard, for how long, in ticks of the stream, and when it arrived. */
export interface SoundTimes {
  readonly ptsTicks: number;
  readonly durationTicks: number;
  readonly arrivalMonotonicMs: number;
}

/** Gives units in the order added; all of them are sync units of one format. */
export class SoundQueue {
  readonly #format: AudioFormat;
  readonly #waiting = new WaitingUnits();
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
    return this.#waiting.pull();
  }

  /** TypeError: the caller doesn't pull. */
  requirePulled(): void {
    this.#waiting.requirePulled();
  }
}
