/** What a decoder has to know before the first picture, out of an init segment: the content of `avcC` or `hvcC` (ISO/IEC 14496-15). */

/** From moov down to the sample entries (ISO/IEC 14496-12). */
const WAY = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'] as const;
/** Version, flags and the count of entries. */
const STSD_HEADER_BYTES = 8;
/** Of a visual sample entry, behind its size and type. */
const VISUAL_ENTRY_BYTES = 78;
const CONFIGURATIONS = ['avcC', 'hvcC'];

/** @returns a view; null: there is none, as for sound. */
export function decoderConfigurationOf(init: Uint8Array): Uint8Array | null {
  let box: Uint8Array | null = init;
  for (const type of WAY) {
    box = childOf(box, [type]);
    if (box === null) return null;
  }
  const entry = childOf(box.subarray(STSD_HEADER_BYTES), null);
  return entry === null ? null : childOf(entry.subarray(VISUAL_ENTRY_BYTES), CONFIGURATIONS);
}

/** @returns the content of the first box of one of the types (null: of any type) */
function childOf(content: Uint8Array, types: readonly string[] | null): Uint8Array | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 0; at + 8 <= content.length; ) {
    const sizeBytes = view.getUint32(at);
    if (sizeBytes < 8 || at + sizeBytes > content.length) return null;
    const type = String.fromCharCode(...content.subarray(at + 4, at + 8));
    if (types === null || types.includes(type)) return content.subarray(at + 8, at + sizeBytes);
    at += sizeBytes;
  }
  return null;
}
