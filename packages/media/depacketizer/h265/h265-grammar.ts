/** H.265 for the assembler: parameter sets, picture boundaries, sync and leading pictures. */
import { CodecError } from '../../codec/codec-error.ts';
import { SLICE_HEAD_BYTES } from '../../codec/h264/index.ts';
import {
  createH265Format,
  H265_NAL,
  H265PictureOrder,
  type H265SliceHeader,
  h265NalType,
  isFirstH265Segment,
  isH265Bla,
  isH265Idr,
  isH265RandomAccess,
  isH265SkippedLeading,
  isH265Slice,
  isH265SubLayerNonReference,
  parseH265Pps,
  parseH265SliceHeader,
  parseH265Sps,
  parseH265Vps,
} from '../../codec/h265/index.ts';
import { tryParse } from '../../codec/parse-bits.ts';
import type { VideoFormat } from '../../stream/index.ts';
import type { FaultLedger } from '../fault.ts';
import { MAX_PARAMETER_SET_BYTES } from '../video/limits.ts';
import { headOfNal, type Nal } from '../video/nal.ts';
import { ParameterSetStore } from '../video/parameter-set-store.ts';
import type { NalKind, PictureGrammar, PictureTraits } from '../video/picture-grammar.ts';
import { sameParameterSets } from '../video/same-parameter-sets.ts';

/** What is read of a slice segment, as far as it can be read. */
export interface H265Slice {
  readonly type: number;
  readonly temporalId: number;
  readonly first: boolean;
  /** Null: its parameter sets are unknown, or its bits make no sense. */
  readonly header: H265SliceHeader | null;
}

/** Knows the parameter sets in force and the first slice of the open picture; one for each stream. */
export class H265Grammar implements PictureGrammar<H265Slice> {
  readonly nalHeaderBytes = 2;
  readonly #timescale: number;
  readonly #faults: FaultLedger;
  readonly #vps = new ParameterSetStore(parseH265Vps);
  readonly #sps = new ParameterSetStore(parseH265Sps);
  readonly #pps = new ParameterSetStore(parseH265Pps);
  readonly #order = new H265PictureOrder();
  readonly #sets = {
    sps: (id: number) => this.#sps.get(id)?.parsed ?? null,
    pps: (id: number) => this.#pps.get(id)?.parsed ?? null,
  };
  #setsChanged = false;
  #format: VideoFormat | null = null;
  #firstSlice: H265Slice | null = null;

  constructor(timescale: number, faults: FaultLedger) {
    this.#timescale = timescale;
    this.#faults = faults;
  }

  kindOf(headerByte: number): NalKind {
    const type = h265NalType(headerByte);
    if (isH265Slice(type)) return 'slice';
    // Clause 7.4.2.4.4: sets, delimiter, prefix SEI, reserved 41 to 44 and unspecified 48 to 55 begin an access unit.
    const begins =
      (type >= H265_NAL.vps && type <= H265_NAL.delimiter) ||
      type === H265_NAL.prefixSei ||
      (type >= 41 && type <= 44) ||
      (type >= 48 && type <= 55);
    return begins ? 'begins' : 'continues';
  }

  enter(nal: Nal): void {
    const type = h265NalType(nal.pieces[0]?.[0] ?? 0);
    if (type === H265_NAL.vps || type === H265_NAL.sps || type === H265_NAL.pps) {
      this.takeParameterSet(headOfNal(nal, MAX_PARAMETER_SET_BYTES + 1), nal.sequenceNumber);
    }
  }

  /** @param sequenceNumber null: from SDP */
  takeParameterSet(nal: Uint8Array, sequenceNumber: number | null): void {
    try {
      const type = h265NalType(nal[0] ?? 0);
      if (type === H265_NAL.vps) this.#setsChanged = this.#vps.put(nal) || this.#setsChanged;
      else if (type === H265_NAL.sps) this.#setsChanged = this.#sps.put(nal) || this.#setsChanged;
      else if (type === H265_NAL.pps) this.#setsChanged = this.#pps.put(nal) || this.#setsChanged;
      else this.#faults.note('parameter-set-invalid', sequenceNumber);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#faults.note('parameter-set-invalid', sequenceNumber);
    }
  }

  readSlice(nal: Nal): H265Slice {
    const head = headOfNal(nal, SLICE_HEAD_BYTES);
    const type = h265NalType(head[0] ?? 0);
    const temporalId = Math.max(0, ((head[1] ?? 1) & 7) - 1);
    const header = tryParse(() => parseH265SliceHeader(head, this.#sets));
    if (header === null && (this.#format !== null || head.length < 3)) {
      this.#faults.note('slice-header-invalid', nal.sequenceNumber);
    }
    return { type, temporalId, first: isFirstH265Segment(head), header };
  }

  startsPicture(previous: H265Slice, next: H265Slice, timeChanged: boolean): boolean {
    if (next.first) return true;
    // Both known only where neither is dependent: then another order count or kind means that a first segment was lost.
    const before = previous.header?.orderLsb ?? null;
    const after = next.header?.orderLsb ?? null;
    if (before !== null && after !== null) return before !== after || previous.type !== next.type;
    return timeChanged;
  }

  isStray(gone: H265Slice, next: H265Slice): boolean {
    if (next.first || gone.type !== next.type || next.header === null) return false;
    const before = gone.header?.orderLsb ?? null;
    return before !== null && before === next.header.orderLsb;
  }

  beginPicture(slice: H265Slice): void {
    this.#firstSlice = slice;
  }

  addSlice(_slice: H265Slice): void {
    // All slices of a picture are of one type: the first says everything.
  }

  isPictureComplete(): boolean {
    return true;
  }

  finishPicture(): PictureTraits {
    const slice = this.#firstSlice;
    if (slice === null) return NO_PICTURE;
    const { type, header } = slice;
    const sps = header === null ? null : this.#activeSps(header);
    const sync = isH265RandomAccess(type);
    return {
      sync,
      leading: isH265SkippedLeading(type),
      disposable: isH265SubLayerNonReference(type) && slice.temporalId >= (sps?.maxSubLayersMinus1 ?? 0),
      pictureOrderCount: header === null || sps === null ? null : this.#order.next(header, sps.orderLsbBits),
      startsOrder: isH265Idr(type) || isH265Bla(type),
      leadingMayFollow: sync && type !== H265_NAL.idrNLp && type !== H265_NAL.blaNLp,
    };
  }

  formatFor(traits: PictureTraits): VideoFormat | null {
    if (this.#format === null || traits.sync) this.#refreshFormat(this.#firstSlice?.header?.ppsId ?? null);
    return this.#format;
  }

  currentFormat(): VideoFormat | null {
    if (this.#format === null) this.#refreshFormat(null);
    return this.#format;
  }

  #activeSps(header: H265SliceHeader) {
    return this.#sets.sps(this.#sets.pps(header.ppsId)?.spsId ?? -1);
  }

  #refreshFormat(activePpsId: number | null): void {
    const activeSpsId = this.#pps.list(activePpsId ?? -1, MAX_PPS)[0]?.parsed.spsId ?? -1;
    const active = this.#sps.get(activeSpsId);
    if (!this.#setsChanged && active?.bytes === this.#format?.parameterSets.sps[0]) return;
    const format = tryParse(() =>
      createH265Format({
        vps: this.#vps.list(active?.parsed.vpsId ?? -1, MAX_VPS).map((set) => set.bytes),
        sps: this.#sps.list(activeSpsId, MAX_SPS).map((set) => set.bytes),
        // By id, so that another active PPS of the same SPS is no other format.
        pps: this.#pps.list(-1, MAX_PPS).map((set) => set.bytes),
        timescale: this.#timescale,
      }),
    );
    if (format === null) return;
    this.#setsChanged = false;
    if (this.#format === null || !sameParameterSets(this.#format, format)) this.#format = format;
  }
}

/** The ids of clause 7.4.3 end there; hvcC counts in 16 bits. */
const MAX_VPS = 16;
const MAX_SPS = 16;
const MAX_PPS = 64;

const NO_PICTURE: PictureTraits = {
  sync: false,
  leading: false,
  disposable: false,
  pictureOrderCount: null,
  startsOrder: false,
  leadingMayFollow: false,
};
