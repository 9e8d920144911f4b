/** Box types for people. */

/** Four characters of a big-endian type; what isn't printable ASCII is written `\xNN`. */
export function boxTypeName(type: number): string {
  let name = '';
  for (let shift = 24; shift >= 0; shift -= 8) {
    const code = (type >>> shift) & 0xff;
    name +=
      code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return name;
}
