/** Picture order counts of H.265 (clause 8.3.1). */
import { isH265Bla, isH265Idr, isH265SubLayerNonReference } from './nal-type.ts';
import type { H265SliceHeader } from './slice-header.ts';

/** Keeps the counts of the last picture that others count from: one for each stream, asked once for each picture. */
export class H265PictureOrder {
  #previousMsb = 0;
  #previousLsb = 0;

  /** Of the first segment of each picture, in decoding order. Null: a dependent segment, the first was lost. */
  next(slice: H265SliceHeader, lsbBits: number): number | null {
    const lsb = slice.orderLsb;
    if (lsb === null) return null;
    const { nalType } = slice;
    const span = 2 ** lsbBits;
    let msb = this.#previousMsb;
    if (isH265Idr(nalType) || isH265Bla(nalType)) msb = 0;
    else if (lsb < this.#previousLsb && this.#previousLsb - lsb >= span / 2) msb += span;
    else if (lsb > this.#previousLsb && lsb - this.#previousLsb > span / 2) msb -= span;
    const leading = nalType >= 6 && nalType <= 9;
    if (slice.temporalId === 0 && !leading && !isH265SubLayerNonReference(nalType)) {
      this.#previousMsb = msb;
      this.#previousLsb = lsb;
    }
    return msb + lsb;
  }
}
