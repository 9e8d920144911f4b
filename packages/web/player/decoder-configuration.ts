/** What a decoder has to know before the first picture, out of an init segment: the content of `avcC` or `hvcC` (ISO/IEC 14496-15). */
import { boxType, findBox, findBoxWithin } from './boxes.ts';

/** From moov down to the sample entries (ISO/IEC 14496-12). */
const WAY = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'].map(boxType);
/** Version, flags and the count of entries. */
const STSD_HEADER_BYTES = 8;
/** Of a visual sample entry, behind its size and type. */
const VISUAL_ENTRY_BYTES = 78;
const AVC = boxType('avcC');
const HEVC = boxType('hvcC');

/** @returns a view; null: there is none, as for sound. */
export function decoderConfigurationOf(init: Uint8Array): Uint8Array | null {
  const entries = findBoxWithin(init, WAY);
  const entry = entries && findBox(entries.subarray(STSD_HEADER_BYTES), null);
  if (entry === null) return null;
  const boxes = entry.subarray(VISUAL_ENTRY_BYTES);
  return findBox(boxes, AVC) ?? findBox(boxes, HEVC);
}
