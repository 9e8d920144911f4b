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
import type { DepacketizedUnit, Depacketizer } from '../depacketizer.ts';
import { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { FragmentCollector } from '../video/fragment-collector.ts';
import { NalIntake } from '../video/nal-intake.ts';
import { parseSprop } from '../video/sprop.ts';
import { UnitAssembler } from '../video/unit-assembler.ts';
import { H264Grammar, type H264Slice } from './h264-grammar.ts';

const STAP_A = 24;
const FU_A = 28;

export interface H264DepacketizerOptions {
  readonly clockRateHz: number;
  /** `sprop-parameter-sets` as in SDP; null: absent. */
  readonly spropParameterSets: string | null;
}

/**
 * A unit is an access unit, each NAL unit behind its length in 4 bytes. Packets are held as views until their unit is
 * whole and copied once then.
 */
export class H264Depacketizer implements Depacketizer {
  readonly faults = new FaultLedger();
  readonly #grammar: H264Grammar;
  readonly #assembler: UnitAssembler<H264Slice>;
  readonly #intake: NalIntake<H264Slice>;
  readonly #fragments = new FragmentCollector(this.faults);
  #pulledFormat: StreamFormat | null = null;

  constructor(options: H264DepacketizerOptions) {
    this.#grammar = new H264Grammar(options.clockRateHz, this.faults);
    this.#assembler = new UnitAssembler(this.#grammar, this.faults);
    this.#intake = new NalIntake(this.#grammar, this.#assembler, this.faults);
    for (const set of parseSprop(options.spropParameterSets, this.faults))
      this.#grammar.takeParameterSet(set, null);
  }

  get awaitsFlush(): boolean {
    return this.#assembler.hasPicture && !this.#fragments.isCollecting;
  }

  get holdsViews(): boolean {
    return this.#fragments.isCollecting || !this.#assembler.isEmpty;
  }

  push(packet: MediaPacket): void {
    this.#assembler.requirePulled();
    const { payload } = packet;
    if (packet.lostBefore > 0) {
      this.#assembler.noteLoss(packet.lostBefore);
      this.#fragments.noteLoss();
    }
    const first = payload[0];
    if (first === undefined) {
      this.faults.note('payload-empty', packet.sequenceNumber);
      return;
    }
    const type = first & 31;
    if (type === FU_A) this.#pushFragment(packet);
    else {
      this.#interrupt(packet.sequenceNumber);
      if (type === STAP_A) this.#pushAggregate(packet);
      else if (type > STAP_A) this.faults.note('packet-type-unsupported', packet.sequenceNumber);
      else this.#take(payload, packet);
      this.#assembler.endPacket(packet.marker);
    }
  }

  pull(): DepacketizedUnit | null {
    const unit = this.#assembler.pull();
    if (unit !== null) this.#pulledFormat = unit.format;
    return unit;
  }

  flush(): void {
    if (!this.#fragments.isCollecting) this.#assembler.flush();
  }

  currentFormat(): StreamFormat | null {
    return this.#pulledFormat ?? this.#grammar.currentFormat();
  }

  #take(nal: Uint8Array, packet: MediaPacket): void {
    this.#intake.take({
      pieces: [nal],
      sizeBytes: nal.length,
      ptsTicks: packet.ptsTicks,
      sequenceNumber: packet.sequenceNumber,
      arrivalMonotonicMs: packet.arrivalMonotonicMs,
    });
  }

  #interrupt(sequenceNumber: number): void {
    const unfinished = this.#fragments.interrupt(sequenceNumber);
    if (unfinished === null) return;
    this.#intake.take(unfinished.nal);
    this.#assembler.endPacket(unfinished.marked);
  }

  #pushAggregate(packet: MediaPacket): void {
    const { payload } = packet;
    let offset = 1;
    while (offset < payload.length) {
      const length = (payload[offset] ?? 0) * 256 + (payload[offset + 1] ?? 0);
      const begin = offset + 2;
      if (begin + length > payload.length) {
        this.faults.note('aggregation-truncated', packet.sequenceNumber);
        return;
      }
      this.#take(payload.subarray(begin, begin + length), packet);
      offset = begin + length;
    }
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
    if (start) this.#interrupt(packet.sequenceNumber);
    const nal = this.#fragments.add(
      {
        start,
        end: (header & 0x40) !== 0,
        nalHeader: Uint8Array.of((indicator & 0xe0) | (header & 31)),
        body: payload.subarray(2),
      },
      packet,
    );
    if (nal === null) return;
    this.#intake.take(nal);
    this.#assembler.endPacket(packet.marker);
  }
}
