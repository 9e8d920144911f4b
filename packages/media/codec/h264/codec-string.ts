/** The RFC 6381 string of H.264 (ISO/IEC 14496-15 annex E.2). */

/** E.g. `avc1.4d001f`: the three bytes behind the header of an SPS, which `avcC` repeats. */
export function h264CodecString(profileIdc: number, constraintFlags: number, levelIdc: number): string {
  return `avc1.${hex(profileIdc)}${hex(constraintFlags)}${hex(levelIdc)}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
