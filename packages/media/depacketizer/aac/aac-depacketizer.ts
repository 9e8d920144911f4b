/**
 * RFC 3640 in the modes AAC-hbr and AAC-lbr: several access units a packet, or one over several packets. Interleaving
 * isn't followed (indices other than 0 count as `packet-type-unsupported` and the packet is dropped).
 *
 * Tolerated, each a fault:
 * - empty payload (`payload-empty`): dropped,
 * - header section that doesn't fit or announces nothing (`au-header-invalid`): the packet is dropped,
 * - sizes that exceed the packet, other than a single fragmented unit (`au-size-mismatch`): the units before are used,
 * - bytes behind the last unit (`au-size-mismatch`): ignored,
 * - a fragmented unit that goes on under another announced size or time, or ends short at the marker
 *   (`au-size-mismatch`): dropped.
 * A fragmented unit is whole when its announced size is there, whatever the marker says.
 */
import { joinBytes } from '../../bytes/index.ts';
import type { AudioFormat } from '../../stream/index.ts';
import type { DepacketizedUnit, Depacketizer } from '../depacketizer.ts';
import { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { SoundQueue } from '../sound-queue.ts';
import { type AuHeaderLayout, readAuHeaders } from './au-headers.ts';

/** What SDP says of the stream: its format, samples of an access unit, and how AU headers are laid out. */
export interface AacDepacketizerOptions {
  readonly format: AudioFormat;
  readonly samplesPerFrame: number;
  readonly layout: AuHeaderLayout;
}

interface Collecting {
  readonly kind: 'collecting';
  readonly pieces: Uint8Array[];
  readonly announcedBytes: number;
  readonly ptsTicks: number;
  collectedBytes: number;
}

/** `skipping`: the rest of a unit that lost its start or a part, up to the marker or another time. */
type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'skipping'; readonly ptsTicks: number }
  | Collecting;

const IDLE = { kind: 'idle' } as const;

/** A unit is an AAC frame without ADTS header, copied out of its packets; the format is that of the SDP throughout. */
export class AacDepacketizer implements Depacketizer {
  readonly faults = new FaultLedger();
  readonly awaitsFlush = false;
  readonly holdsViews = false;
  readonly #format: AudioFormat;
  readonly #layout: AuHeaderLayout;
  readonly #frameTicks: number;
  readonly #queue: SoundQueue;
  #state: State = IDLE;

  constructor(options: AacDepacketizerOptions) {
    this.#format = options.format;
    this.#layout = options.layout;
    const { timescale, sampleRateHz } = options.format;
    this.#frameTicks = Math.max(1, Math.round((options.samplesPerFrame * timescale) / sampleRateHz));
    this.#queue = new SoundQueue(options.format);
  }

  push(packet: MediaPacket): void {
    this.#queue.requirePulled();
    this.#queue.noteLoss(packet.lostBefore);
    if (packet.lostBefore > 0 && this.#state.kind === 'collecting') {
      this.#state = { kind: 'skipping', ptsTicks: this.#state.ptsTicks };
    }
    if (packet.payload.length === 0) {
      this.faults.note('payload-empty', packet.sequenceNumber);
      return;
    }
    const headers = readAuHeaders(packet.payload, this.#layout);
    if (headers === null) this.faults.note('au-header-invalid', packet.sequenceNumber);
    else if (headers.interleaved) this.faults.note('packet-type-unsupported', packet.sequenceNumber);
    else {
      const data = packet.payload.subarray(headers.dataOffset);
      const [only = 0] = headers.sizes;
      if (headers.sizes.length === 1 && only > data.length) this.#pushFragment(only, data, packet);
      else if (headers.sizes.length === 1 && this.#continues(only, packet))
        this.#pushFragment(only, data, packet);
      else this.#pushWhole(headers.sizes, data, packet);
    }
  }

  pull(): DepacketizedUnit | null {
    return this.#queue.pull();
  }

  detach(): void {
    // Nothing is held as a view.
  }

  flush(): void {
    // A unit is whole by its announced size; there is no end to guess.
  }

  currentFormat(): AudioFormat {
    return this.#format;
  }

  /** A last fragment may be as long as the announced size or longer only by mistake; state and time tell. */
  #continues(announcedBytes: number, packet: MediaPacket): boolean {
    const state = this.#state;
    return (
      state.kind === 'collecting' &&
      state.announcedBytes === announcedBytes &&
      state.ptsTicks === packet.ptsTicks
    );
  }

  #pushWhole(sizes: readonly number[], data: Uint8Array, packet: MediaPacket): void {
    this.#abandon(packet.sequenceNumber);
    let offset = 0;
    for (const [i, size] of sizes.entries()) {
      if (offset + size > data.length) {
        this.faults.note('au-size-mismatch', packet.sequenceNumber);
        return;
      }
      if (size > 0) {
        this.#queue.add(data.slice(offset, offset + size), {
          ptsTicks: packet.ptsTicks + i * this.#frameTicks,
          durationTicks: this.#frameTicks,
          arrivalMonotonicMs: packet.arrivalMonotonicMs,
        });
      }
      offset += size;
    }
    if (offset < data.length) this.faults.note('au-size-mismatch', packet.sequenceNumber);
  }

  #pushFragment(announcedBytes: number, data: Uint8Array, packet: MediaPacket): void {
    if (this.#state.kind === 'collecting' && !this.#continues(announcedBytes, packet)) {
      this.#abandon(packet.sequenceNumber);
    }
    if (this.#state.kind === 'skipping' && this.#state.ptsTicks === packet.ptsTicks) {
      if (packet.marker) this.#state = IDLE;
      return;
    }
    // After a loss nothing tells a first fragment from a later one: only a marker before it would.
    if (this.#state.kind !== 'collecting' && packet.lostBefore > 0) {
      this.#state = packet.marker ? IDLE : { kind: 'skipping', ptsTicks: packet.ptsTicks };
      return;
    }
    const state: Collecting =
      this.#state.kind === 'collecting'
        ? this.#state
        : { kind: 'collecting', pieces: [], announcedBytes, ptsTicks: packet.ptsTicks, collectedBytes: 0 };
    // Rare and small: a copy now is simpler than a view that has to be detached.
    state.pieces.push(data.slice());
    state.collectedBytes += data.length;
    this.#state = state;
    if (state.collectedBytes >= announcedBytes) this.#finish(state, packet);
    else if (packet.marker) this.#abandon(packet.sequenceNumber);
    else if (data.length === 0) this.#abandon(packet.sequenceNumber);
  }

  #finish(state: Collecting, packet: MediaPacket): void {
    this.#state = IDLE;
    if (state.collectedBytes > state.announcedBytes) {
      this.faults.note('au-size-mismatch', packet.sequenceNumber);
      return;
    }
    this.#queue.add(joinBytes(state.pieces), {
      ptsTicks: state.ptsTicks,
      durationTicks: this.#frameTicks,
      arrivalMonotonicMs: packet.arrivalMonotonicMs,
    });
  }

  #abandon(sequenceNumber: number): void {
    if (this.#state.kind === 'collecting') this.faults.note('au-size-mismatch', sequenceNumber);
    this.#state = IDLE;
  }
}
