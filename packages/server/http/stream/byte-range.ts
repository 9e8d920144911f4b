/** Which bytes of a representation are asked for: RFC 9110, one range; more than one is answered with the whole. */

/** `endByte` is not included. What is malformed is ignored, as the RFC asks for, and so the whole. */
export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly startByte: number; readonly endByte: number }
  | { readonly kind: 'unsatisfiable' };

const RANGE = /^bytes=(\d{0,16})-(\d{0,16})$/;

/**
 * @param range the header `Range`
 * @param ifRange the header `If-Range`: another validator than `etag` means the whole
 * @param etag strong, with its quotes
 * @returns `endByte` is not included
 */
export function selectRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  sizeBytes: number,
): RangeAnswer {
  const match = range === undefined ? null : RANGE.exec(range.replaceAll(' ', ''));
  if (match === null || (ifRange !== undefined && ifRange !== etag)) {
    return { kind: 'whole' };
  }
  const [, first = '', last = ''] = match;
  if (first === '') {
    return last === '' ? { kind: 'whole' } : suffix(Number(last), sizeBytes);
  }
  const startByte = Number(first);
  if (last !== '' && Number(last) < startByte) {
    return { kind: 'whole' };
  }
  return startByte >= sizeBytes
    ? { kind: 'unsatisfiable' }
    : { kind: 'part', startByte, endByte: Math.min(last === '' ? sizeBytes : Number(last) + 1, sizeBytes) };
}

function suffix(length: number, sizeBytes: number): RangeAnswer {
  return length === 0 || sizeBytes === 0
    ? { kind: 'unsatisfiable' }
    : { kind: 'part', startByte: Math.max(0, sizeBytes - length), endByte: sizeBytes };
}
