/**
 * RFC 7798: single NAL units, aggregation packets, fragmentation units, with decoding order numbers (DONL) where
 * `sprop-max-don-diff` announces them; these are skipped, as packets come in decoding order on one connection. PACI
 * packets aren't followed: no camera is known to send them; they are dropped as `packet-type-unsupported`.
 *
 * Tolerated, each a fault, beside what `video/` lists:
 * - empty payload (`payload-empty`) and payloads that end inside their header (`payload-truncated`): dropped,
 * - aggregation packet with a length past its end (`aggregation-truncated`): the NAL units before it are used,
 * - zero lengths inside aggregation packets (`nal-empty`): skipped.
 * No fault: pictures of type 0 (TRAIL_N) and temporal id 0 (nuh_temporal_id_plus1 of 0 is read as 1).
 */
import type { StreamFormat } from '../../stream/index.ts';
import type { DepacketizedUnit, Depacketizer, UnitAllocator } from '../depacketizer.ts';
import { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { NalRoute } from '../video/nal-route.ts';
import { parseSprop } from '../video/sprop.ts';
import { H265Grammar, type H265Slice } from './h265-grammar.ts';

const AGGREGATION = 48;
const FRAGMENTATION = 49;
/** 48 to 50 are packet types of RFC 7798; what H.265 leaves unspecified above can't come as a packet of its own. */
const LAST_SINGLE = 47;

const DONL_BYTES = 2;
const DOND_BYTES = 1;

/** What SDP says of the stream, and who provides the memory of its access units. */
export interface H265DepacketizerOptions {
  readonly clockRateHz: number;
  readonly allocate: UnitAllocator;
  /** As in SDP; null: absent. */
  readonly spropVps: string | null;
  readonly spropSps: string | null;
  readonly spropPps: string | null;
  /** `sprop-max-don-diff` above 0: packets carry decoding order numbers. */
  readonly decodingOrderNumbers: boolean;
}

/**
 * A unit is an access unit, each NAL unit behind its length in 4 bytes. Packets are held as views until their unit is
 * whole and copied once then.
 */
export class H265Depacketizer implements Depacketizer {
  readonly faults = new FaultLedger();
  readonly #route: NalRoute<H265Slice>;
  readonly #donlBytes: number;
  readonly #dondBytes: number;

  constructor(options: H265DepacketizerOptions) {
    const grammar = new H265Grammar(options.clockRateHz, this.faults);
    this.#route = new NalRoute(grammar, this.faults, options.allocate);
    this.#donlBytes = options.decodingOrderNumbers ? DONL_BYTES : 0;
    this.#dondBytes = options.decodingOrderNumbers ? DOND_BYTES : 0;
    for (const sprop of [options.spropVps, options.spropSps, options.spropPps]) {
      for (const set of parseSprop(sprop, this.faults)) grammar.takeParameterSet(set, null);
    }
  }

  get awaitsFlush(): boolean {
    return this.#route.awaitsFlush;
  }

  get holdsViews(): boolean {
    return this.#route.holdsViews;
  }

  detach(): void {
    this.#route.detach();
  }

  push(packet: MediaPacket): void {
    this.#route.beginPacket(packet);
    const { payload } = packet;
    const first = payload[0];
    if (first === undefined) {
      this.faults.note('payload-empty', packet.sequenceNumber);
      return;
    }
    const type = (first >> 1) & 63;
    if (type === FRAGMENTATION) this.#pushFragment(packet);
    else {
      this.#route.interrupt(packet);
      if (type === AGGREGATION) this.#route.takeAggregate(packet, 2 + this.#donlBytes, this.#dondBytes);
      else if (type > LAST_SINGLE) this.faults.note('packet-type-unsupported', packet.sequenceNumber);
      else this.#route.take(this.#withoutDonl(payload), packet);
      this.#route.endPacket(packet);
    }
  }

  pull(): DepacketizedUnit | null {
    return this.#route.pull();
  }

  flush(): void {
    this.#route.flush();
  }

  currentFormat(): StreamFormat | null {
    return this.#route.currentFormat();
  }

  /** The decoding order number of a single NAL unit stands behind its header: the one place that costs a copy. */
  #withoutDonl(payload: Uint8Array): Uint8Array {
    if (this.#donlBytes === 0) return payload;
    if (payload.length < 2 + this.#donlBytes) return payload.subarray(0, 0);
    const nal = new Uint8Array(payload.length - this.#donlBytes);
    nal.set(payload.subarray(0, 2));
    nal.set(payload.subarray(2 + this.#donlBytes), 2);
    return nal;
  }

  #pushFragment(packet: MediaPacket): void {
    const { payload } = packet;
    const first = payload[0] ?? 0;
    const second = payload[1] ?? 0;
    const header = payload[2];
    if (header === undefined) {
      this.faults.note('payload-truncated', packet.sequenceNumber);
      return;
    }
    const start = (header & 0x80) !== 0;
    this.#route.takeFragmentationUnit(
      {
        start,
        end: (header & 0x40) !== 0,
        nalHeader: (((first & 0x81) | ((header & 63) << 1)) << 8) | second,
        body: payload.subarray(start ? 3 + this.#donlBytes : 3),
      },
      packet,
    );
  }
}
