/** Parameter sets bit by bit, of sizes that no encoder at hand makes. */

/** Writes Exp-Golomb codes (H.264 9.1, H.265 9.2). */
class BitWriter {
  #bits = '';

  u(value: number, bits: number): this {
    this.#bits += value.toString(2).padStart(bits, '0');
    return this;
  }

  ue(value: number): this {
    const code = (value + 1).toString(2);
    this.#bits += '0'.repeat(code.length - 1) + code;
    return this;
  }

  /** With the stop bit, and emulation prevention behind the header. */
  nal(header: readonly number[]): Uint8Array {
    const bits = `${this.#bits}1`;
    const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
    const bytes = [...header];
    let zeros = 0;
    for (let at = 0; at < padded.length; at += 8) {
      const byte = Number.parseInt(padded.slice(at, at + 8), 2);
      if (zeros >= 2 && byte <= 3) {
        bytes.push(3);
        zeros = 0;
      }
      bytes.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    return Uint8Array.from(bytes);
  }
}

/** An H.264 SPS of such a size that wants sixteen pictures kept (7.3.2.1.1). */
export function h264SpsOf(widthPixels: number, heightPixels: number): Uint8Array {
  return new BitWriter()
    .u(66, 8)
    .u(0, 8)
    .u(62, 8)
    .ue(0)
    .ue(0)
    .ue(2)
    .ue(16)
    .u(0, 1)
    .ue(widthPixels / 16 - 1)
    .ue(heightPixels / 16 - 1)
    .u(0b1100, 4)
    .nal([0x67]);
}

/** A PPS that belongs to it: CAVLC, nothing special (7.3.2.2). */
export function h264Pps(): Uint8Array {
  return new BitWriter().ue(0).ue(0).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).ue(0).ue(0).ue(0).u(0, 3).nal([0x68]);
}

/** An IDR slice that skips to its end at once: what is missing is concealed, so that a whole picture comes out (7.3.3). */
export function h264IdrSlice(idrPicId: number): Uint8Array {
  // first_mb, slice_type I, pps; frame_num, idr_pic_id, dec_ref_pic_marking, slice_qp_delta.
  return new BitWriter().ue(0).ue(7).ue(0).u(0, 4).ue(idrPicId).u(0, 2).ue(0).nal([0x65]);
}

/** An H.265 SPS of such a size that wants sixteen pictures kept (7.3.2.2.1). */
export function h265SpsOf(widthPixels: number, heightPixels: number): Uint8Array {
  return new BitWriter()
    .u(0, 4)
    .u(0, 3)
    .u(1, 1)
    .u(1, 8)
    .u(0x6000_0000, 32)
    .u(0b1001, 4)
    .u(0, 44)
    .u(186, 8)
    .ue(0)
    .ue(1)
    .ue(widthPixels)
    .ue(heightPixels)
    .u(0, 1)
    .ue(0)
    .ue(0)
    .ue(4)
    .u(1, 1)
    .ue(15)
    .ue(0)
    .ue(0)
    .ue(0)
    .ue(3)
    .ue(0)
    .ue(3)
    .ue(0)
    .ue(0)
    .u(0, 4)
    .ue(0)
    .u(0, 5)
    .nal([0x42, 0x01]);
}
