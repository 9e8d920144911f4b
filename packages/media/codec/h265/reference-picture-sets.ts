/** Short-term reference picture sets in an SPS of H.265 (clause 7.3.7): walked over, to reach the VUI behind them. */
import type { BitReader } from '../../bytes/index.ts';
import { BitstreamError } from '../../bytes/index.ts';

const MAX_SETS = 64;
const MAX_PICTURES = 16;

/**
 * Moves `reader` from num_short_term_ref_pic_sets to behind the last set.
 * @throws BitstreamError `out-of-range` beyond 64 sets or 16 pictures in one, `truncated`
 */
export function skipReferencePictureSets(reader: BitReader): void {
  const count = reader.readUe(MAX_SETS);
  let pictures = 0;
  for (let i = 0; i < count; i += 1) pictures = skipSet(reader, i > 0, pictures);
}

/** @param previousPictures NumDeltaPocs of the set before @returns NumDeltaPocs of this one */
function skipSet(reader: BitReader, mayPredict: boolean, previousPictures: number): number {
  if (mayPredict && reader.readFlag()) return skipPredictedSet(reader, previousPictures);
  const pictures = reader.readUe(MAX_PICTURES) + reader.readUe(MAX_PICTURES);
  if (pictures > MAX_PICTURES) throw new BitstreamError('out-of-range', 'more than 16 reference pictures');
  for (let i = 0; i < pictures; i += 1) {
    reader.readUe(32_767); // delta_poc minus 1
    reader.readFlag(); // used_by_curr_pic
  }
  return pictures;
}

function skipPredictedSet(reader: BitReader, previousPictures: number): number {
  reader.readFlag(); // delta_rps_sign
  reader.readUe(32_767);
  let pictures = 0;
  for (let i = 0; i <= previousPictures; i += 1) {
    const used = reader.readFlag();
    if (used || reader.readFlag()) pictures += 1;
  }
  if (pictures > MAX_PICTURES) throw new BitstreamError('out-of-range', 'more than 16 reference pictures');
  return pictures;
}
