/**
 * What a decoder has to know before the first picture, out of an init segment: the content of `avcC` or `hvcC` (ISO/IEC 14496-15),
 * which WebCodecs takes as it stands. Reading the whole init segment by media/mp4 would take it apart, to no use.
 */

/** Size and type (ISO/IEC 14496-12, 4.2); larger sizes than of 32 bits are for files. */
const HEADER_BYTES = 8;
/** Of `stsd`: version, flags and the count of entries, which is one. */
const STSD_FIELDS_BYTES = 8;
/** Of a visual sample entry, behind its size and type. */
const VISUAL_FIELDS_BYTES = 78;

/** @returns a view; null: there is none, as for sound. */
export function decoderConfigurationOf(init: Uint8Array): Uint8Array | null {
  let content: Uint8Array | null = init;
  for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'])
    content = content && findBox(content, type);
  const inEntry = content?.subarray(STSD_FIELDS_BYTES + HEADER_BYTES + VISUAL_FIELDS_BYTES);
  return inEntry === undefined ? null : (findBox(inEntry, 'avcC') ?? findBox(inEntry, 'hvcC'));
}

/** @returns a view of the content of the first box of a type; null: there is none, or one before it leaves `boxes`. */
function findBox(boxes: Uint8Array, type: string): Uint8Array | null {
  const view = new DataView(boxes.buffer, boxes.byteOffset, boxes.byteLength);
  for (let at = 0; at + HEADER_BYTES <= boxes.length; ) {
    const sizeBytes = view.getUint32(at);
    if (sizeBytes < HEADER_BYTES || at + sizeBytes > boxes.length) return null;
    const found = String.fromCharCode(...boxes.subarray(at + 4, at + HEADER_BYTES));
    if (found === type) return boxes.subarray(at + HEADER_BYTES, at + sizeBytes);
    at += sizeBytes;
  }
  return null;
}
