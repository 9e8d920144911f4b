/** Start codes of Annex B where none belong: inside payloads and in SDP. */

/**
 * The NAL units between start codes 00 00 01, without the zero bytes before each start code. Without a start code:
 * the input alone. Views; empty parts are left out.
 */
export function splitAtStartCodes(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let begin = 0;
  for (let one = bytes.indexOf(1, 2); one >= 0; one = bytes.indexOf(1, one + 1)) {
    if (bytes[one - 1] !== 0 || bytes[one - 2] !== 0 || one - 2 < begin) continue;
    let end = one - 2;
    while (end > begin && bytes[end - 1] === 0) end -= 1;
    if (end > begin) parts.push(bytes.subarray(begin, end));
    begin = one + 1;
  }
  if (begin < bytes.length) parts.push(bytes.subarray(begin));
  return parts;
}

/** 00 00 01 or 00 00 00 01 at the front. */
export function beginsWithStartCode(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0 || bytes[1] !== 0) return false;
  return bytes[2] === 1 || (bytes[2] === 0 && bytes[3] === 1);
}
