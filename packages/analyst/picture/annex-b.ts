/** NAL units with start codes (Annex B of H.264 and H.265) of those behind lengths, as decoders without a container take them. */
import type { VideoFormat } from '@matlang/media/stream';

const LENGTH_BYTES = 4;
const START_CODE = [0, 0, 0, 1] as const;

/** A copy of a sample with each length replaced; what follows a length that makes no sense is left out. */
export function annexBOfSample(data: Uint8Array): Buffer {
  const copy = Buffer.from(data);
  let at = 0;
  while (at + LENGTH_BYTES <= copy.length) {
    const end = at + LENGTH_BYTES + copy.readUInt32BE(at);
    if (end > copy.length) break;
    copy.set(START_CODE, at);
    at = end;
  }
  return copy.subarray(0, at);
}

/** The parameter sets of a format. */
export function annexBOfParameterSets({ parameterSets: { vps, sps, pps } }: VideoFormat): Buffer {
  return Buffer.concat([...vps, ...sps, ...pps].flatMap((set) => [Uint8Array.from(START_CODE), set]));
}
