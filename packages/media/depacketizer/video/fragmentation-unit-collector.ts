/**
 * Fragmentation units of RFC 6184 (FU-A) and RFC 7798 (FU): one NAL unit in several packets. Both have start and end
 * bits; the payload formats read them and rebuild the NAL unit header.
 *
 * A NAL unit with a missing packet is dropped whole: half of one is never given on. Tolerated, each a fault:
 * - start and end in one packet (`fragment-single`: CostarHD, OpenIPC on SSC378DE),
 * - no end before the next NAL unit begins, though no packet is missing (`fragment-without-end`): taken as whole,
 * - a fragment that nothing started, though no packet is missing (`fragment-without-start`): dropped,
 * - another NAL unit type in a later fragment (`fragment-type-changed`: reported for H.265 in retina issue 121): the
 *   start's counts,
 * - another RTP time in a later fragment (`fragment-time-changed`): the start's counts.
 */
import { joinBytes } from '../../bytes/index.ts';
import type { FaultLedger } from '../fault.ts';
import type { MediaPacket } from '../media-packet.ts';
import { MAX_NAL_PIECES, MAX_UNIT_BYTES } from './limits.ts';
import type { Nal } from './nal.ts';

/** One fragmentation unit; `body` is a view into its packet. */
export interface FragmentationUnit {
  readonly start: boolean;
  readonly end: boolean;
  /** Rebuilt by the payload format: one byte for H.264, two for H.265, big-endian. */
  readonly nalHeader: number;
  readonly body: Uint8Array;
}

interface Collecting extends Nal {
  readonly kind: 'collecting';
  readonly nalHeader: number;
  readonly pieces: Uint8Array[];
  /** So many of the pieces, from the first on, are no views of packets. */
  ownedPieces: number;
  sizeBytes: number;
  arrivalMonotonicMs: number;
  /** The last fragment's packet bore the marker. */
  marked: boolean;
}

/** `skipping`: the rest of a NAL unit that lost its start or a part. */
type State = { readonly kind: 'idle' } | { readonly kind: 'skipping' } | Collecting;

const IDLE = { kind: 'idle' } as const;
const SKIPPING = { kind: 'skipping' } as const;

/** Holds views of the packets of one NAL unit at most. */
export class FragmentationUnitCollector {
  readonly #nalHeaderBytes: number;
  readonly #faults: FaultLedger;
  #state: State = IDLE;

  constructor(nalHeaderBytes: number, faults: FaultLedger) {
    this.#nalHeaderBytes = nalHeaderBytes;
    this.#faults = faults;
  }

  get isCollecting(): boolean {
    return this.#state.kind === 'collecting';
  }

  get holdsViews(): boolean {
    return this.#state.kind === 'collecting' && this.#state.ownedPieces < this.#state.pieces.length;
  }

  /** Copies the views among the pieces into one. */
  detach(): void {
    const state = this.#state;
    if (state.kind !== 'collecting' || state.ownedPieces === state.pieces.length) return;
    state.pieces.push(joinBytes(state.pieces.splice(state.ownedPieces)));
    state.ownedPieces = state.pieces.length;
  }

  /** Packets are missing before the next one: what is being collected can't become whole. */
  noteLoss(): void {
    this.#state = SKIPPING;
  }

  /**
   * Something begins that is no continuation. Gives what was collected where it can be whole, with the marker of its
   * last packet.
   */
  interrupt(sequenceNumber: number): { nal: Nal; marked: boolean } | null {
    const state = this.#state;
    this.#state = IDLE;
    if (state.kind !== 'collecting') return null;
    this.#faults.note('fragment-without-end', sequenceNumber);
    return { nal: state, marked: state.marked };
  }

  /** Gives the NAL unit that the fragmentation unit completes, or null. A start must be announced by `interrupt` first. */
  add(fu: FragmentationUnit, packet: MediaPacket): Nal | null {
    if (fu.start) this.#state = this.#begin(fu, packet);
    else if (!this.#continue(fu, packet)) return null;
    const state = this.#state;
    if (state.kind !== 'collecting' || !fu.end) return null;
    if (fu.start) this.#faults.note('fragment-single', packet.sequenceNumber);
    this.#state = IDLE;
    return state;
  }

  #begin(fu: FragmentationUnit, packet: MediaPacket): Collecting {
    return {
      kind: 'collecting',
      nalHeader: fu.nalHeader,
      pieces: [headerBytes(fu.nalHeader, this.#nalHeaderBytes), fu.body],
      ownedPieces: 1,
      sizeBytes: this.#nalHeaderBytes + fu.body.length,
      ptsTicks: packet.ptsTicks,
      sequenceNumber: packet.sequenceNumber,
      arrivalMonotonicMs: packet.arrivalMonotonicMs,
      marked: packet.marker,
    };
  }

  #continue(fu: FragmentationUnit, packet: MediaPacket): boolean {
    const state = this.#state;
    if (state.kind === 'idle') this.#faults.note('fragment-without-start', packet.sequenceNumber);
    if (state.kind !== 'collecting') {
      this.#state = fu.end ? IDLE : SKIPPING;
      return false;
    }
    if (state.nalHeader !== fu.nalHeader) this.#faults.note('fragment-type-changed', packet.sequenceNumber);
    if (state.ptsTicks !== packet.ptsTicks) this.#faults.note('fragment-time-changed', packet.sequenceNumber);
    if (state.sizeBytes + fu.body.length > MAX_UNIT_BYTES || state.pieces.length >= MAX_NAL_PIECES) {
      this.#faults.note('nal-too-large', packet.sequenceNumber);
      this.#state = fu.end ? IDLE : SKIPPING;
      return false;
    }
    state.pieces.push(fu.body);
    state.sizeBytes += fu.body.length;
    state.arrivalMonotonicMs = packet.arrivalMonotonicMs;
    state.marked = packet.marker;
    return true;
  }
}

function headerBytes(nalHeader: number, count: number): Uint8Array {
  return count === 1 ? Uint8Array.of(nalHeader) : Uint8Array.of(nalHeader >> 8, nalHeader);
}
