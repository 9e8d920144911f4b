/**
 * What every payload format offers: packets in, access units out. A depacketizer owns no clock and no timer.
 */
import type { AccessUnit, StreamFormat } from '../stream/index.ts';
import type { FaultLedger } from './fault.ts';
import type { MediaPacket } from './media-packet.ts';

/** An access unit with the format that it needs; usable wherever an AccessUnit is. */
export interface DepacketizedUnit extends AccessUnit {
  /** The same object as long as nothing changes: `unit.format !== run.format` means that a new run begins here. */
  readonly format: StreamFormat;
  /**
   * Picture order count, relative to the last IDR; null for sound and where the headers could not be read.
   * Rises in output order between two units with `startsOrder`.
   */
  readonly pictureOrderCount: number | null;
  /** Picture order counts start anew here: they say nothing against those of earlier units (IDR, BLA). */
  readonly startsOrder: boolean;
  /** A sync picture that others may follow which are shown before it; false for every other unit. */
  readonly leadingMayFollow: boolean;
}

/** Memory for the data of one unit, `sizeBytes` long, whatever stands in it: every byte is written over. */
export type UnitAllocator = (sizeBytes: number) => Uint8Array;

/**
 * Takes the packets of one RTP stream in order of sequence and gives access units. Payload views are kept until
 * their unit is whole (then copied once into the unit's own memory): the caller may not overwrite or reuse the
 * memory of a pushed payload while `holdsViews` is true, unless it calls `detach` before.
 */
export interface Depacketizer {
  /** Never throws on what a camera sends: see `faults`. TypeError where nobody pulls what is whole. */
  push(packet: MediaPacket): void;
  /** The next whole unit, or null: more packets are needed. Call until null after each `push` and `flush`. */
  pull(): DepacketizedUnit | null;
  /**
   * "Nothing came for 5 ms": closes the unit that waits for a sign of its end. The caller owns time: start a timer
   * after a `push` that leaves `awaitsFlush` true, stop it at the next `push`. Does nothing to an unfinished fragment.
   */
  flush(): void;
  /** A picture looks whole and waits for the next packet or for `flush` (marker bit missing or not yet proven). */
  readonly awaitsFlush: boolean;
  /** Views of pushed payloads are still needed. */
  readonly holdsViews: boolean;
  /** Copies what is still needed of pushed payloads: their memory may be reused afterwards. */
  detach(): void;
  /** The format of the unit pulled last; before the first: what SDP alone says; null: parameter sets have yet to come. */
  currentFormat(): StreamFormat | null;
  /** What the camera did wrong so far, counted by kind. */
  readonly faults: FaultLedger;
}
