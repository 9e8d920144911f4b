/** Finds boxes (ISO/IEC 14496-12, 4.2) in what the server sends: small, whole, and with 32-bit sizes only. */

const HEADER_BYTES = 8;

/** @param name four characters of ASCII. @returns them as they stand in a box, to be compared as one number */
export function boxType(name: string): number {
  return [0, 1, 2, 3].reduce((type, at) => type * 0x100 + name.charCodeAt(at), 0);
}

/** @returns a view of the content of the first box of a type (null: of any type); null: there is none. */
export function findBox(content: Uint8Array, type: number | null): Uint8Array | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 0; at + HEADER_BYTES <= content.length; ) {
    const sizeBytes = view.getUint32(at);
    if (sizeBytes < HEADER_BYTES || at + sizeBytes > content.length) return null;
    if (type === null || view.getUint32(at + 4) === type)
      return content.subarray(at + HEADER_BYTES, at + sizeBytes);
    at += sizeBytes;
  }
  return null;
}

/** @param way types of boxes that lie one in the other. @returns the content of the last; null: one of them is missing. */
export function findBoxWithin(content: Uint8Array, way: readonly number[]): Uint8Array | null {
  let box: Uint8Array | null = content;
  for (const type of way) box = box && findBox(box, type);
  return box;
}
