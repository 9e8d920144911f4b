/** AU-headers-length and AU headers of RFC 3640 section 3.2.1, for the fields that AAC-hbr and AAC-lbr have. */
import { BitReader, BitstreamError } from '../../bytes/index.ts';

/**
 * Widths of the fields of an AU header, in bits, as `sizelength`, `indexlength` and `indexdeltalength` of SDP state
 * them.
 */
export interface AuHeaderLayout {
  readonly sizeLengthBits: number;
  readonly indexLengthBits: number;
  readonly indexDeltaLengthBits: number;
}

/** What the AU headers of one packet announce. */
export interface AuHeaders {
  /** Sizes of the access units as announced: of a fragment, the whole unit's. */
  readonly sizes: readonly number[];
  /** An index or its delta is not 0: units are interleaved. */
  readonly interleaved: boolean;
  /** Where the units begin in the payload. */
  readonly dataOffset: number;
}

/** A payload of 64 KiB could announce 32,000 units; AAC frames of a packet are counted in tens. */
const MAX_UNITS = 512;

/** Null: the section doesn't fit into the payload, or announces no unit or too many. */
export function readAuHeaders(payload: Uint8Array, layout: AuHeaderLayout): AuHeaders | null {
  const sectionBits = (payload[0] ?? 0) * 256 + (payload[1] ?? 0);
  const dataOffset = 2 + Math.ceil(sectionBits / 8);
  if (payload.length < 2 || dataOffset > payload.length) return null;
  const reader = new BitReader(payload, { startByte: 2 });
  const sizes: number[] = [];
  let interleaved = false;
  let bits = 0;
  try {
    while (sizes.length <= MAX_UNITS) {
      const indexBits = sizes.length === 0 ? layout.indexLengthBits : layout.indexDeltaLengthBits;
      bits += layout.sizeLengthBits + indexBits;
      if (bits > sectionBits) break;
      sizes.push(reader.readBits(layout.sizeLengthBits));
      if (reader.readBits(indexBits) !== 0) interleaved = true;
    }
  } catch (error) {
    if (error instanceof BitstreamError) return null;
    throw error;
  }
  if (sizes.length === 0 || sizes.length > MAX_UNITS) return null;
  return { sizes, interleaved, dataOffset };
}
