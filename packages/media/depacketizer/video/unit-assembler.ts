/**
 * Groups NAL units into access units, whatever the codec.
 *
 * A unit ends where the next one begins (the grammar knows), and earlier where the marker bit can be believed. Cameras
 * lie with it, so it has to prove itself: once at a sync picture, or at PROVING_PICTURES pictures, it must have stood
 * exactly at the end. A picture that goes on behind a marker makes it worthless for the rest of the stream.
 *
 * Tolerated, each a fault:
 * - marker on each slice (`marker-early`: pikvm ustreamer before PR 119) or on each packet,
 * - marker on parameter sets, and these under the time of the picture before (Reolink RLC-822A v3.0.0.177): a unit
 *   without a slice isn't ended by anything, and takes the time of its first slice; no fault is counted,
 * - no marker at all (`marker-missing`): the next unit or `flush` ends it,
 * - another RTP time inside a picture (`picture-time-changed`): the first slice's counts,
 * - a slice of a picture that was closed already (`slice-after-unit`): dropped; happens once at most by a marker,
 * - more or larger than the limits (`unit-too-large`, `unit-too-many-nals`): what exceeds is dropped.
 */
import { joinBytes } from '../../bytes/index.ts';
import type { DepacketizedUnit, UnitAllocator } from '../depacketizer.ts';
import type { FaultLedger } from '../fault.ts';
import { WaitingUnits } from '../waiting-units.ts';
import { MAX_UNIT_BYTES, MAX_UNIT_NALS } from './limits.ts';
import type { Nal } from './nal.ts';
import type { PictureGrammar } from './picture-grammar.ts';

const LENGTH_BYTES = 4;
/** About two seconds: a stream whose sync pictures never proved it must not wait for the timer forever. */
const PROVING_PICTURES = 32;

/** `prefix`: delimiters, parameter sets, SEI that wait for their picture. */
type Pending<Slice> =
  | { readonly kind: 'prefix' }
  | {
      readonly kind: 'picture';
      readonly ptsTicks: number;
      lastSlice: Slice;
      arrivalMonotonicMs: number;
      /** The packet that ended last bore the marker. */
      marked: boolean;
      lostPackets: number;
    };

type MarkerTrust =
  | { readonly kind: 'unproven'; readonly provenPictures: number }
  | { readonly kind: 'proven' }
  | { readonly kind: 'worthless' };

const PREFIX = { kind: 'prefix' } as const;

/** Holds the NAL units of one access unit as views, until it is closed and copied into the memory of its unit. */
export class UnitAssembler<Slice> {
  readonly #grammar: PictureGrammar<Slice>;
  readonly #faults: FaultLedger;
  readonly #allocate: UnitAllocator;
  #pending: Pending<Slice> = PREFIX;
  #nals: Nal[] = [];
  /** So many of them, from the first on, are no views of packets. */
  #ownedNals = 0;
  #sizeBytes = 0;
  #trust: MarkerTrust = { kind: 'unproven', provenPictures: 0 };
  /** The last slice of the unit closed last, as long as a straggler of it could come. */
  #gone: Slice | null = null;
  #lostBefore = 0;
  /** Packets are missing behind NAL units that wait for their picture: it may be among them. */
  #prefixTorn = false;
  readonly #waiting = new WaitingUnits();

  constructor(grammar: PictureGrammar<Slice>, faults: FaultLedger, allocate: UnitAllocator) {
    this.#grammar = grammar;
    this.#faults = faults;
    this.#allocate = allocate;
  }

  get hasPicture(): boolean {
    return this.#pending.kind === 'picture';
  }

  get isEmpty(): boolean {
    return this.#nals.length === 0;
  }

  get holdsViews(): boolean {
    return this.#ownedNals < this.#nals.length;
  }

  /** Copies the NAL units that are views. */
  detach(): void {
    for (; this.#ownedNals < this.#nals.length; this.#ownedNals += 1) {
      const nal = this.#nals[this.#ownedNals];
      if (nal !== undefined) this.#nals[this.#ownedNals] = { ...nal, pieces: [joinBytes(nal.pieces)] };
    }
  }

  /** Packets are missing here: they count for the picture that is open, else for the next. */
  noteLoss(packets: number): void {
    if (this.#pending.kind === 'picture') this.#pending.lostPackets += packets;
    else {
      this.#lostBefore += packets;
      this.#prefixTorn = this.#nals.length > 0;
    }
  }

  addNal(nal: Nal): void {
    this.#forgetOrphans(nal.ptsTicks);
    const kind = this.#grammar.kindOf(nal.pieces[0]?.[0] ?? 0);
    if (kind === 'slice') {
      this.#addSlice(nal);
      return;
    }
    if (kind === 'begins') {
      if (this.#pending.kind === 'picture') this.#closeAtNext(nal.sequenceNumber);
      this.#gone = null;
    } else if (this.#lostBefore > 0 && this.isEmpty) {
      // It stands behind slices that were lost.
      return;
    }
    this.#grammar.enter(nal);
    this.#append(nal);
  }

  /** A packet ended on the end of a NAL unit. */
  endPacket(marker: boolean): void {
    if (!marker || this.#pending.kind !== 'picture') return;
    this.#pending.marked = true;
    if (this.#trust.kind === 'proven' && this.#grammar.isPictureComplete()) this.#close();
  }

  /** Closes the open picture, if there is one. */
  flush(): void {
    if (this.#pending.kind !== 'picture') return;
    const { marked } = this.#pending;
    const sync = this.#close();
    if (marked) this.#proveMarker(sync);
  }

  pull(): DepacketizedUnit | null {
    return this.#waiting.pull();
  }

  /** TypeError: the caller doesn't pull. */
  requirePulled(): void {
    this.#waiting.requirePulled();
  }

  #addSlice(nal: Nal): void {
    const slice = this.#grammar.readSlice(nal);
    let pending = this.#pending;
    if (pending.kind === 'picture') {
      const timeChanged = nal.ptsTicks !== pending.ptsTicks;
      if (!this.#grammar.startsPicture(pending.lastSlice, slice, timeChanged)) {
        if (timeChanged) this.#faults.note('picture-time-changed', nal.sequenceNumber);
        if (pending.marked && this.#grammar.isPictureComplete()) {
          this.#faults.note('marker-early', nal.sequenceNumber);
          this.#trust = { kind: 'worthless' };
        }
        if (!this.#append(nal)) return;
        pending.lastSlice = slice;
        this.#grammar.addSlice(slice);
        return;
      }
      this.#closeAtNext(nal.sequenceNumber);
    } else if (this.#gone !== null && this.#grammar.isStray(this.#gone, slice)) {
      this.#faults.note('slice-after-unit', nal.sequenceNumber);
      this.#trust = { kind: 'worthless' };
      return;
    }
    pending = {
      kind: 'picture',
      ptsTicks: nal.ptsTicks,
      lastSlice: slice,
      arrivalMonotonicMs: nal.arrivalMonotonicMs,
      marked: false,
      lostPackets: this.#lostBefore,
    };
    if (!this.#append(nal)) return;
    this.#lostBefore = 0;
    this.#prefixTorn = false;
    this.#gone = null;
    this.#pending = pending;
    this.#grammar.beginPicture(slice);
  }

  /** False: dropped, a limit is reached. */
  #append(nal: Nal): boolean {
    const sizeBytes = this.#sizeBytes + LENGTH_BYTES + nal.sizeBytes;
    if (sizeBytes > MAX_UNIT_BYTES || this.#nals.length >= MAX_UNIT_NALS) {
      this.#faults.note(
        sizeBytes > MAX_UNIT_BYTES ? 'unit-too-large' : 'unit-too-many-nals',
        nal.sequenceNumber,
      );
      // Nothing but a picture ends a prefix: keeping it full would lock out every picture to come.
      if (this.#pending.kind === 'prefix') this.#forgetNals();
      return false;
    }
    this.#nals.push(nal);
    this.#sizeBytes = sizeBytes;
    if (this.#pending.kind === 'picture') {
      this.#pending.marked = false;
      this.#pending.arrivalMonotonicMs = nal.arrivalMonotonicMs;
    }
    return true;
  }

  #closeAtNext(sequenceNumber: number): void {
    if (this.#pending.kind !== 'picture') return;
    const { marked, lostPackets } = this.#pending;
    const sync = this.#close();
    this.#gone = null;
    if (marked) this.#proveMarker(sync);
    else if (lostPackets === 0) this.#faults.note('marker-missing', sequenceNumber);
  }

  #proveMarker(sync: boolean): void {
    if (this.#trust.kind !== 'unproven') return;
    const provenPictures = this.#trust.provenPictures + 1;
    const proven = sync || provenPictures >= PROVING_PICTURES;
    this.#trust = proven ? { kind: 'proven' } : { kind: 'unproven', provenPictures };
  }

  /** Makes the unit; true: of a sync picture. */
  #close(): boolean {
    const pending = this.#pending;
    if (pending.kind !== 'picture') return false;
    const traits = this.#grammar.finishPicture();
    const format = this.#grammar.formatFor(traits);
    if (format === null) {
      this.#faults.note('parameter-set-missing', this.#nals[0]?.sequenceNumber ?? null);
      this.#lostBefore += pending.lostPackets;
    } else {
      this.#waiting.push({
        ptsTicks: pending.ptsTicks,
        data: this.#copyNals(),
        sync: traits.sync,
        leading: traits.leading,
        disposable: traits.disposable,
        durationTicks: null,
        lostPackets: pending.lostPackets,
        arrivalMonotonicMs: pending.arrivalMonotonicMs,
        format,
        pictureOrderCount: traits.pictureOrderCount,
        startsOrder: traits.startsOrder,
        leadingMayFollow: traits.leadingMayFollow,
      });
    }
    this.#gone = pending.lastSlice;
    this.#pending = PREFIX;
    this.#forgetNals();
    return traits.sync;
  }

  /** Delimiter and SEI of a picture that was lost must not stand before the next one, which has another time. */
  #forgetOrphans(ptsTicks: number): void {
    if (this.#prefixTorn && this.#nals.at(-1)?.ptsTicks !== ptsTicks) this.#forgetNals();
  }

  #forgetNals(): void {
    this.#nals = [];
    this.#ownedNals = 0;
    this.#sizeBytes = 0;
    this.#prefixTorn = false;
  }

  /** The one copy: 4 bytes of length and the bytes, for each NAL unit. */
  #copyNals(): Uint8Array {
    const data = this.#allocate(this.#sizeBytes);
    let offset = 0;
    for (const nal of this.#nals) {
      data[offset] = nal.sizeBytes >>> 24;
      data[offset + 1] = nal.sizeBytes >>> 16;
      data[offset + 2] = nal.sizeBytes >>> 8;
      data[offset + 3] = nal.sizeBytes;
      offset += LENGTH_BYTES;
      for (const piece of nal.pieces) {
        data.set(piece, offset);
        offset += piece.length;
      }
    }
    return data;
  }
}
