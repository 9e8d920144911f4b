/**
 * G.711 in RTP (RFC 3551): a payload is samples, one byte each and channel. Every packet is a unit; the marker only
 * says that sound begins again after silence.
 *
 * Tolerated, each a fault: empty payloads (`payload-empty`, dropped), bytes behind the last whole frame of several
 * channels (`payload-truncated`, cut off).
 */
import { createG711Format } from '../../codec/g711/format.ts';
import type { AudioFormat } from '../../stream/index.ts';
import type { DepacketizedUnit, Depacketizer } from '../depacketizer.ts';
import { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { SoundQueue } from '../sound-queue.ts';

/** A tick is a sample: `clockRateHz` is the sample rate. Units are copies; no packet is held. */
export class G711Depacketizer implements Depacketizer {
  readonly faults = new FaultLedger();
  readonly awaitsFlush = false;
  readonly holdsViews = false;
  readonly #format: AudioFormat;
  readonly #queue: SoundQueue;

  constructor(law: 'pcma' | 'pcmu', clockRateHz: number, channels: number) {
    this.#format = createG711Format(law, clockRateHz, channels);
    this.#queue = new SoundQueue(this.#format);
  }

  push(packet: MediaPacket): void {
    this.#queue.requirePulled();
    this.#queue.noteLoss(packet.lostBefore);
    const { channels } = this.#format;
    const frames = Math.floor(packet.payload.length / channels);
    if (frames * channels !== packet.payload.length)
      this.faults.note('payload-truncated', packet.sequenceNumber);
    if (frames === 0) {
      if (packet.payload.length === 0) this.faults.note('payload-empty', packet.sequenceNumber);
      return;
    }
    this.#queue.add(packet.payload.slice(0, frames * channels), {
      ptsTicks: packet.ptsTicks,
      durationTicks: frames,
      arrivalMonotonicMs: packet.arrivalMonotonicMs,
    });
  }

  pull(): DepacketizedUnit | null {
    return this.#queue.pull();
  }

  detach(): void {
    // Nothing is held as a view.
  }

  flush(): void {
    // Every packet is whole.
  }

  currentFormat(): AudioFormat {
    return this.#format;
  }
}
