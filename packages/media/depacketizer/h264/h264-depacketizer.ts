/**
 * RFC 6184 in packetization modes 0 and 1: single NAL units, STAP-A, FU-A. Interleaved mode (STAP-B, MTAP, FU-B) isn't
 * followed: no camera is known to send it; such packets are dropped as `packet-type-unsupported`.
 *
 * Tolerated, each a fault, beside what `video/` lists:
 * - empty payload (`payload-empty`) and payloads that end inside their header (`payload-truncated`): dropped,
 * - STAP-A with a length past its end (`aggregation-truncated`): the NAL units before it are used,
 * - zero lengths inside STAP-A (`nal-empty`): skipped.
 */

import type { StreamFormat } from '../../stream/index.ts';
import type { DepacketizedUnit, Depacketizer, UnitAllocator } from '../depacketizer.ts';
import { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { NalRoute } from '../video/nal-route.ts';
import { parseSprop } from '../video/sprop.ts';
import { H264Grammar, type H264Slice } from './h264-grammar.ts';

const STAP_A = 24;
const FU_A = 28;

/** What SDP says of the stream, and who provides the memory of its access units. */
export interface H264DepacketizerOptions {
  readonly clockRateHz: number;
  readonly allocate: UnitAllocator;
  /** `sprop-parameter-sets` as in SDP; null: absent. */
  readonly spropParameterSets: string | null;
}

/**
 * A unit is an access unit, each NAL unit behind its length in 4 bytes. Packets are held as views until their unit is
 * whole and copied once then.
 */
export class H264Depacketizer implements Depacketizer {
  readonly faults = new FaultLedger();
  readonly #route: NalRoute<H264Slice>;

  constructor(options: H264DepacketizerOptions) {
    const grammar = new H264Grammar(options.clockRateHz, this.faults);
    this.#route = new NalRoute(grammar, this.faults, options.allocate);
    for (const set of parseSprop(options.spropParameterSets, this.faults))
      grammar.takeParameterSet(set, null);
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
    const type = first & 31;
    if (type === FU_A) this.#pushFragment(packet);
    else {
      this.#route.interrupt(packet);
      if (type === STAP_A) this.#route.takeAggregate(packet, 1, 0);
      else if (type > STAP_A) this.faults.note('packet-type-unsupported', packet.sequenceNumber);
      else this.#route.take(payload, packet);
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

  #pushFragment(packet: MediaPacket): void {
    const { payload } = packet;
    const indicator = payload[0] ?? 0;
    const header = payload[1];
    if (header === undefined) {
      this.faults.note('payload-truncated', packet.sequenceNumber);
      return;
    }
    const start = (header & 0x80) !== 0;
    this.#route.takeFragmentationUnit(
      {
        start,
        end: (header & 0x40) !== 0,
        nalHeader: (indicator & 0xe0) | (header & 31),
        body: payload.subarray(2),
      },
      packet,
    );
  }
}
