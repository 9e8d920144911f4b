/** Picture parameter set of H.264 (clause 7.3.2.2): only its head, which is what slice headers need. */
import { BitReader } from '../../bytes/index.ts';
import { parseBits } from '../parse-bits.ts';

/** A picture parameter set, as far as slice headers depend on it. */
export interface H264Pps {
  readonly id: number;
  readonly spsId: number;
  /** bottom_field_pic_order_in_frame_present_flag: slices of frames carry a second picture order count. */
  readonly bottomFieldOrderPresent: boolean;
}

/** @throws CodecError */
export function parseH264Pps(nal: Uint8Array): H264Pps {
  return parseBits('H.264 PPS', () => {
    const reader = new BitReader(nal, { startByte: 1, emulationPrevention: true });
    const id = reader.readUe(255);
    const spsId = reader.readUe(31);
    reader.readFlag(); // entropy_coding_mode_flag
    return { id, spsId, bottomFieldOrderPresent: reader.readFlag() };
  });
}
