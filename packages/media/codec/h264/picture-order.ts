/**
 * Picture order counts of H.264 with pic_order_cnt_type 0 (clause 8.2.1.1). memory_management_control_operation 5
 * is not followed: it stands deep in the slice header, and only moves the counts, which are compared, not trusted.
 */
import type { H264SliceHeader } from './slice-header.ts';

/** Keeps the counts of the last reference picture: one for each stream, asked once for each picture. */
export class H264PictureOrder {
  #previousMsb = 0;
  #previousLsb = 0;

  /** Of the first slice of each picture, in decoding order. Null: the stream doesn't send it (types 1 and 2). */
  next(slice: H264SliceHeader, lsbBits: number): number | null {
    const lsb = slice.orderLsb;
    if (lsb === null) return null;
    if (slice.idrPictureId !== null) {
      this.#previousMsb = 0;
      this.#previousLsb = 0;
    }
    const span = 2 ** lsbBits;
    let msb = this.#previousMsb;
    if (lsb < this.#previousLsb && this.#previousLsb - lsb >= span / 2) msb += span;
    else if (lsb > this.#previousLsb && lsb - this.#previousLsb > span / 2) msb -= span;
    if (slice.reference) {
      this.#previousMsb = msb;
      this.#previousLsb = lsb;
    }
    return msb + lsb + Math.min(0, slice.orderDeltaBottom);
  }
}
