/** Recovery point SEI of H.264 (clauses D.1.8 and D.2.8): where decoding may begin without an IDR picture. */
import { BitReader } from '../../bytes/index.ts';
import { tryParse } from '../parse-bits.ts';

const RECOVERY_POINT = 6;
/** More messages in one SEI NAL unit than any encoder writes; bounds the walk. */
const MAX_MESSAGES = 64;

/** recovery_frame_cnt of the first recovery point message in the NAL unit, or null. */
export function findRecoveryFrameCount(sei: Uint8Array): number | null {
  return tryParse(() => {
    const reader = new BitReader(sei, { startByte: 1, emulationPrevention: true });
    for (let i = 0; i < MAX_MESSAGES; i += 1) {
      const type = readCoded(reader, sei.length);
      const sizeBytes = readCoded(reader, sei.length);
      if (type === RECOVERY_POINT) return reader.readUe(65_535);
      reader.skipBits(sizeBytes * 8);
    }
    return null;
  });
}

/** ff bytes add 255 each; no type or size can exceed what the NAL unit holds times 255. */
function readCoded(reader: BitReader, sizeBytes: number): number {
  let value = 0;
  for (let i = 0; i < sizeBytes; i += 1) {
    const byte = reader.readBits(8);
    value += byte;
    if (byte !== 255) break;
  }
  return value;
}
