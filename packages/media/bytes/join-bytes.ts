/** The pieces one behind the other, in memory of their own. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  let sizeBytes = 0;
  for (const piece of pieces) sizeBytes += piece.length;
  const joined = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}
