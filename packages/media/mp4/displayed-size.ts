/** The size of a picture on the screen, read from its sample entry: what `tkhd` says. */
import { findBox, readBoxes } from './boxes.ts';

const VISUAL_ENTRY_BYTES = 86;
const WIDTH_OFFSET = 32;

/** Width times pixel aspect, in whole pixels; zeros for a sound entry. */
export function displayedSize(
  kind: 'video' | 'audio',
  sampleEntry: Uint8Array,
): { widthPixels: number; heightPixels: number } {
  const view = new DataView(sampleEntry.buffer, sampleEntry.byteOffset, sampleEntry.byteLength);
  if (kind === 'audio' || sampleEntry.length < VISUAL_ENTRY_BYTES) return { widthPixels: 0, heightPixels: 0 };
  const codedWidth = view.getUint16(WIDTH_OFFSET);
  const heightPixels = view.getUint16(WIDTH_OFFSET + 2);
  const aspect = findBox(readBoxes(sampleEntry, VISUAL_ENTRY_BYTES, sampleEntry.length), 'pasp');
  if (aspect === null || aspect.body.length < 8) return { widthPixels: codedWidth, heightPixels };
  const at = aspect.offsetBytes + aspect.headerBytes;
  const [horizontal, vertical] = [view.getUint32(at), view.getUint32(at + 4)];
  const widthPixels = vertical === 0 ? codedWidth : Math.round((codedWidth * horizontal) / vertical);
  return { widthPixels: Math.min(widthPixels, 0xffff), heightPixels };
}
