/**
 * The way of NAL units from packets to access units that RFC 6184 and RFC 7798 share: fragments, intake, assembler. What
 * a packet's header says, and where in it NAL units lie, belongs to the payload formats.
 */
import type { StreamFormat } from '../../stream/index.ts';
import type { DepacketizedUnit, UnitAllocator } from '../depacketizer.ts';
import type { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { type FragmentationUnit, FragmentationUnitCollector } from './fragmentation-unit-collector.ts';
import { NalIntake } from './nal-intake.ts';
import type { PictureGrammar } from './picture-grammar.ts';
import { UnitAssembler } from './unit-assembler.ts';

/** Holds views of pushed payloads while `holdsViews`; members that `Depacketizer` has too mean the same as there. */
export class NalRoute<Slice> {
  readonly #grammar: PictureGrammar<Slice>;
  readonly #faults: FaultLedger;
  readonly #assembler: UnitAssembler<Slice>;
  readonly #intake: NalIntake<Slice>;
  readonly #collector: FragmentationUnitCollector;
  #pulledFormat: StreamFormat | null = null;

  constructor(grammar: PictureGrammar<Slice>, faults: FaultLedger, allocate: UnitAllocator) {
    this.#grammar = grammar;
    this.#faults = faults;
    this.#assembler = new UnitAssembler(grammar, faults, allocate);
    this.#intake = new NalIntake(grammar, this.#assembler, faults);
    this.#collector = new FragmentationUnitCollector(grammar.nalHeaderBytes, faults);
  }

  get awaitsFlush(): boolean {
    return this.#assembler.hasPicture && !this.#collector.isCollecting;
  }

  get holdsViews(): boolean {
    return this.#collector.holdsViews || this.#assembler.holdsViews;
  }

  detach(): void {
    this.#collector.detach();
    this.#assembler.detach();
  }

  /** Before anything else of a packet. TypeError: the caller doesn't pull. */
  beginPacket(packet: MediaPacket): void {
    this.#assembler.requirePulled();
    if (packet.lostBefore > 0) {
      this.#assembler.noteLoss(packet.lostBefore);
      this.#collector.noteLoss();
    }
  }

  /** After the last NAL unit of a packet that held whole ones. */
  endPacket(packet: MediaPacket): void {
    this.#assembler.endPacket(packet.marker);
  }

  take(nal: Uint8Array, packet: MediaPacket): void {
    this.#intake.take({
      pieces: [nal],
      sizeBytes: nal.length,
      ptsTicks: packet.ptsTicks,
      sequenceNumber: packet.sequenceNumber,
      arrivalMonotonicMs: packet.arrivalMonotonicMs,
    });
  }

  /** NAL units behind 16 bits of length each, from `firstOffset` of the payload on, `betweenBytes` between two. */
  takeAggregate(packet: MediaPacket, firstOffset: number, betweenBytes: number): void {
    const { payload } = packet;
    let offset = firstOffset;
    while (offset < payload.length) {
      const length = (payload[offset] ?? 0) * 256 + (payload[offset + 1] ?? 0);
      const begin = offset + 2;
      if (begin + length > payload.length) {
        this.#faults.note('aggregation-truncated', packet.sequenceNumber);
        return;
      }
      this.take(payload.subarray(begin, begin + length), packet);
      offset = begin + length;
      // Nothing follows the last NAL unit: a lone byte there is no length, and no fault.
      if (offset < payload.length) offset += betweenBytes;
    }
  }

  /** A whole NAL unit begins: what was collected of another is given on where it can be whole. */
  interrupt(packet: MediaPacket): void {
    const unfinished = this.#collector.interrupt(packet.sequenceNumber);
    if (unfinished === null) return;
    this.#intake.take(unfinished.nal);
    this.#assembler.endPacket(unfinished.marked);
  }

  /** The one fragment of a packet; it ends the packet too. */
  takeFragmentationUnit(fu: FragmentationUnit, packet: MediaPacket): void {
    if (fu.start) this.interrupt(packet);
    const nal = this.#collector.add(fu, packet);
    if (nal === null) return;
    this.#intake.take(nal);
    this.#assembler.endPacket(packet.marker);
  }

  pull(): DepacketizedUnit | null {
    const unit = this.#assembler.pull();
    if (unit !== null) this.#pulledFormat = unit.format;
    return unit;
  }

  flush(): void {
    if (!this.#collector.isCollecting) this.#assembler.flush();
  }

  currentFormat(): StreamFormat | null {
    return this.#pulledFormat ?? this.#grammar.currentFormat();
  }
}
