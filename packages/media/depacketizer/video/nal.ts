/** A NAL unit as views of the packets that brought it: nothing is copied until its access unit is whole. */

/** One NAL unit, header included; valid as long as the packets' memory is. */
export interface Nal {
  /** In order; the first begins with the NAL unit header. */
  readonly pieces: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** Of the first packet. */
  readonly ptsTicks: number;
  /** Of the first packet. */
  readonly sequenceNumber: number;
  /** Of the last packet. */
  readonly arrivalMonotonicMs: number;
}

/** The whole NAL unit, or its first `maxBytes`; a view where one piece holds it, else a copy. */
export function headOfNal(nal: Nal, maxBytes: number): Uint8Array {
  const first = nal.pieces[0] ?? EMPTY;
  if (nal.pieces.length === 1 || first.length >= maxBytes) return first.subarray(0, maxBytes);
  const head = new Uint8Array(Math.min(nal.sizeBytes, maxBytes));
  let offset = 0;
  for (const piece of nal.pieces) {
    if (offset === head.length) break;
    const part = piece.subarray(0, head.length - offset);
    head.set(part, offset);
    offset += part.length;
  }
  return head;
}

const EMPTY = new Uint8Array(0);
