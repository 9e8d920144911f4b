/** H.264 for the assembler: parameter sets, picture boundaries, sync pictures. */
import { CodecError } from '../../codec/codec-error.ts';
import {
  createH264Format,
  findRecoveryFrameCount,
  H264_NAL,
  H264PictureOrder,
  type H264SliceHeader,
  parseH264Pps,
  parseH264SliceHeader,
  parseH264Sps,
  peekFirstMacroblock,
  SLICE_HEAD_BYTES,
  startsH264Picture,
} from '../../codec/h264/index.ts';
import { tryParse } from '../../codec/parse-bits.ts';
import type { VideoFormat } from '../../stream/index.ts';
import type { FaultLedger } from '../fault.ts';
import { MAX_PARAMETER_SET_BYTES, MAX_SEARCHED_SEI_BYTES } from '../video/limits.ts';
import { headOfNal, type Nal } from '../video/nal.ts';
import { ParameterSetStore } from '../video/parameter-set-store.ts';
import type { NalKind, PictureGrammar, PictureTraits } from '../video/picture-grammar.ts';
import { sameParameterSets } from '../video/same-parameter-sets.ts';

/** What is read of a slice, as far as it can be read. */
export interface H264Slice {
  readonly type: number;
  readonly reference: boolean;
  /** first_mb_in_slice is 0; true also where nothing can be read. */
  readonly first: boolean;
  /** Null: its parameter sets are unknown, or its bits make no sense; or it is a partition B or C. */
  readonly header: H264SliceHeader | null;
}

/** Fields of avcC: 5 bits count SPS, 8 bits PPS. */
const MAX_SPS = 31;
const MAX_PPS = 255;

/** Knows the parameter sets in force and the slices of the open picture; one for each stream. */
export class H264Grammar implements PictureGrammar<H264Slice> {
  readonly nalHeaderBytes = 1;
  readonly #timescale: number;
  readonly #faults: FaultLedger;
  readonly #sps = new ParameterSetStore(parseH264Sps);
  readonly #pps = new ParameterSetStore(parseH264Pps);
  readonly #order = new H264PictureOrder();
  readonly #sets = {
    sps: (id: number) => this.#sps.get(id)?.parsed ?? null,
    pps: (id: number) => this.#pps.get(id)?.parsed ?? null,
  };
  #setsChanged = false;
  #format: VideoFormat | null = null;
  /** A recovery point with a count of 0 was announced for the next picture. */
  #recoveryPoint = false;
  #slices: H264Slice[] = [];
  /** Order count of the last sync picture that isn't IDR: what comes before it in output leads it. */
  #openSyncOrder: number | null = null;

  constructor(timescale: number, faults: FaultLedger) {
    this.#timescale = timescale;
    this.#faults = faults;
  }

  kindOf(headerByte: number): NalKind {
    const type = headerByte & 31;
    if (type >= H264_NAL.slice && type <= H264_NAL.idr) return 'slice';
    // Clause 7.4.1.2.3: delimiter, parameter sets, SEI, and the reserved 14 to 18 can't stand behind the picture.
    const begins = (type >= H264_NAL.sei && type <= H264_NAL.delimiter) || (type >= 14 && type <= 18);
    return begins ? 'begins' : 'continues';
  }

  enter(nal: Nal): void {
    const type = (nal.pieces[0]?.[0] ?? 0) & 31;
    if (type === H264_NAL.sps || type === H264_NAL.pps) {
      this.takeParameterSet(headOfNal(nal, MAX_PARAMETER_SET_BYTES + 1), nal.sequenceNumber);
    } else if (type === H264_NAL.sei && !this.#recoveryPoint) {
      this.#recoveryPoint = findRecoveryFrameCount(headOfNal(nal, MAX_SEARCHED_SEI_BYTES)) === 0;
    }
  }

  /** @param sequenceNumber null: from SDP */
  takeParameterSet(nal: Uint8Array, sequenceNumber: number | null): void {
    try {
      const type = (nal[0] ?? 0) & 31;
      if (type === H264_NAL.sps) this.#setsChanged = this.#sps.put(nal) || this.#setsChanged;
      else if (type === H264_NAL.pps) this.#setsChanged = this.#pps.put(nal) || this.#setsChanged;
      else this.#faults.note('parameter-set-invalid', sequenceNumber);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#faults.note('parameter-set-invalid', sequenceNumber);
    }
  }

  readSlice(nal: Nal): H264Slice {
    const head = headOfNal(nal, SLICE_HEAD_BYTES);
    const type = (head[0] ?? 0) & 31;
    const reference = ((head[0] ?? 0) & 0x60) !== 0;
    if (type === H264_NAL.partitionB || type === H264_NAL.partitionC)
      return { type, reference, first: false, header: null };
    const header = tryParse(() => parseH264SliceHeader(head, this.#sets));
    if (header !== null) return { type, reference, first: header.firstMacroblock === 0, header };
    const firstMacroblock = tryParse(() => peekFirstMacroblock(head));
    if (firstMacroblock === null || this.#format !== null)
      this.#faults.note('slice-header-invalid', nal.sequenceNumber);
    return { type, reference, first: (firstMacroblock ?? 0) === 0, header: null };
  }

  startsPicture(previous: H264Slice, next: H264Slice, timeChanged: boolean): boolean {
    if (next.type === H264_NAL.partitionB || next.type === H264_NAL.partitionC) return false;
    if (previous.header !== null && next.header !== null)
      return startsH264Picture(previous.header, next.header);
    return next.first || timeChanged;
  }

  isStray(gone: H264Slice, next: H264Slice): boolean {
    return (
      !next.first &&
      gone.header !== null &&
      next.header !== null &&
      !startsH264Picture(gone.header, next.header)
    );
  }

  beginPicture(slice: H264Slice): void {
    this.#slices = [slice];
  }

  addSlice(slice: H264Slice): void {
    this.#slices.push(slice);
  }

  isPictureComplete(): boolean {
    const field = this.#slices[0]?.header?.field ?? 'frame';
    return (
      field === 'frame' || this.#slices.some((slice) => slice.header !== null && slice.header.field !== field)
    );
  }

  finishPicture(): PictureTraits {
    const header = this.#slices[0]?.header ?? null;
    const order = header === null ? null : this.#pictureOrder(header);
    const idr = this.#slices.some((slice) => slice.type === H264_NAL.idr);
    const recovery = this.#recoveryPoint && this.#slices.every((slice) => slice.header?.intra ?? false);
    this.#recoveryPoint = false;
    if (idr) this.#openSyncOrder = null;
    else if (recovery) this.#openSyncOrder = order;
    const leading =
      !idr && !recovery && order !== null && this.#openSyncOrder !== null && order < this.#openSyncOrder;
    return {
      sync: idr || recovery,
      leading,
      disposable: this.#slices.every((slice) => !slice.reference),
      pictureOrderCount: order,
      startsOrder: idr,
      leadingMayFollow: recovery && !idr,
    };
  }

  formatFor(traits: PictureTraits): VideoFormat | null {
    if (this.#format === null || traits.sync) this.#refreshFormat(this.#slices[0]?.header?.ppsId ?? null);
    return this.#format;
  }

  currentFormat(): VideoFormat | null {
    if (this.#format === null) this.#refreshFormat(null);
    return this.#format;
  }

  /** @param activePpsId of the picture that the format is for; null: unknown, the lowest */
  #refreshFormat(activePpsId: number | null): void {
    const pps = this.#pps.list(activePpsId ?? -1, MAX_PPS);
    const activeSpsId = pps[0]?.parsed.spsId ?? -1;
    const activeChanged = this.#sps.get(activeSpsId)?.bytes !== this.#format?.parameterSets.sps[0];
    if (!this.#setsChanged && !activeChanged) return;
    const sps = this.#sps.list(activeSpsId, MAX_SPS);
    const format = tryParse(() =>
      createH264Format({
        sps: sps.map((set) => set.bytes),
        // By id, so that another active PPS of the same SPS is no other format.
        pps: this.#pps.list(-1, MAX_PPS).map((set) => set.bytes),
        timescale: this.#timescale,
      }),
    );
    if (format === null) return;
    this.#setsChanged = false;
    if (this.#format === null || !sameParameterSets(this.#format, format)) this.#format = format;
  }

  #pictureOrder(header: H264SliceHeader): number | null {
    const syntax = this.#sets.sps(this.#sets.pps(header.ppsId)?.spsId ?? -1)?.pictureOrder;
    return syntax?.type === 0 ? this.#order.next(header, syntax.lsbBits) : null;
  }
}
