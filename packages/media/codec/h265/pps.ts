/** Picture parameter set of H.265 (clause 7.3.2.3): only its head, which is what slice headers need. */
import { BitReader } from '../../bytes/index.ts';
import { parseBits } from '../parse-bits.ts';

/** A picture parameter set, as far as slice headers depend on it. */
export interface H265Pps {
  readonly id: number;
  readonly spsId: number;
  readonly dependentSegments: boolean;
  readonly outputFlagPresent: boolean;
  readonly extraSliceHeaderBits: number;
}

/** @throws CodecError */
export function parseH265Pps(nal: Uint8Array): H265Pps {
  return parseBits('H.265 PPS', () => {
    const reader = new BitReader(nal, { startByte: 2, emulationPrevention: true });
    return {
      id: reader.readUe(63),
      spsId: reader.readUe(15),
      dependentSegments: reader.readFlag(),
      outputFlagPresent: reader.readFlag(),
      extraSliceHeaderBits: reader.readBits(3),
    };
  });
}
