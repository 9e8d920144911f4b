/** Video parameter set of H.265: only its id; what it says of one layer the SPS repeats. */
import { BitReader } from '../../bytes/index.ts';
import { parseBits } from '../parse-bits.ts';

/** A video parameter set: the id by which a later one replaces it. */
export interface H265Vps {
  readonly id: number;
}

/** @throws CodecError */
export function parseH265Vps(nal: Uint8Array): H265Vps {
  return parseBits('H.265 VPS', () => ({ id: new BitReader(nal, { startByte: 2 }).readBits(4) }));
}
