/**
 * The fragments of a complete segment as the index keeps them: 28 bytes each, big-endian, without header.
 *
 *      0  u32  offset in the file: where `prft` begins
 *      4  u32  size, to the end of `mdat`
 *      8  u32  size of `prft` + `moof`
 *     12  i32  wall start in ms, relative to the segment's start
 *     16  u32  decode time of the first sample in ticks, relative to the segment's first
 *     20  u32  duration in ticks
 *     24  u32  bits 0..23 samples, bit 24 starts on a sync sample, bit 25 holds a sync sample anywhere
 */

/** Bytes of one entry. */
export const FRAGMENT_ENTRY_BYTES = 28;
/** What its 24 bits hold. */
export const MAX_FRAGMENT_SAMPLES = 0xff_ffff;

const STARTS_ON_SYNC = 1 << 24;
const HAS_SYNC = 1 << 25;

/**
 * One fragment in its file; wall time and ticks are absolute here, and relative only in the table. Ticks are of the
 * run's timescale.
 */
export interface FragmentEntry {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  /** `offsetBytes + tableBytes` is where `mdat` begins. */
  readonly tableBytes: number;
  readonly wallStartUnixMs: number;
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly sampleCount: number;
  readonly startsOnSync: boolean;
  /** A sync sample lies somewhere in it, perhaps not first. */
  readonly hasSync: boolean;
}

/** What the entries are relative to: the segment's row. */
export interface FragmentTableOrigin {
  readonly startUnixMs: number;
  readonly startTicks: number;
}

/** In a buffer of its own. @throws TypeError where a value doesn't fit */
export function encodeFragmentTable(
  entries: readonly FragmentEntry[],
  origin: FragmentTableOrigin,
): Uint8Array {
  const table = new Uint8Array(entries.length * FRAGMENT_ENTRY_BYTES);
  const view = new DataView(table.buffer);
  let at = 0;
  for (const entry of entries) {
    const startTicks = entry.startTicks - origin.startTicks;
    if (entry.offsetBytes > 0xffff_ffff || entry.sizeBytes > 0xffff_ffff || startTicks > 0xffff_ffff) {
      throw new TypeError(`entries: byte ${entry.offsetBytes}, tick ${startTicks} don't fit the table`);
    }
    if (entry.sampleCount > MAX_FRAGMENT_SAMPLES) throw new TypeError(`sampleCount: ${entry.sampleCount}`);
    view.setUint32(at, entry.offsetBytes);
    view.setUint32(at + 4, entry.sizeBytes);
    view.setUint32(at + 8, entry.tableBytes);
    view.setInt32(at + 12, entry.wallStartUnixMs - origin.startUnixMs);
    view.setUint32(at + 16, startTicks);
    view.setUint32(at + 20, entry.durationTicks);
    const flags = (entry.startsOnSync ? STARTS_ON_SYNC : 0) | (entry.hasSync ? HAS_SYNC : 0);
    view.setUint32(at + 24, entry.sampleCount | flags);
    at += FRAGMENT_ENTRY_BYTES;
  }
  return table;
}

/**
 * A packed table, read where it is asked: of a camera that sends key frames alone a segment has thousands of entries, and an
 * object each is what costs.
 */
export class FragmentTable {
  readonly length: number;
  readonly #view: DataView;
  readonly #origin: FragmentTableOrigin;

  /** @throws TypeError where the length is not a multiple of an entry: the index is damaged */
  constructor(table: Uint8Array, origin: FragmentTableOrigin) {
    if (table.length % FRAGMENT_ENTRY_BYTES !== 0) throw new TypeError(`table: ${table.length} bytes`);
    this.length = table.length / FRAGMENT_ENTRY_BYTES;
    this.#view = new DataView(table.buffer, table.byteOffset, table.length);
    this.#origin = origin;
  }

  /** @throws RangeError for a number that the table doesn't have */
  at(index: number): FragmentEntry {
    const at = index * FRAGMENT_ENTRY_BYTES;
    const view = this.#view;
    const samplesAndFlags = view.getUint32(at + 24);
    return {
      offsetBytes: view.getUint32(at),
      sizeBytes: view.getUint32(at + 4),
      tableBytes: view.getUint32(at + 8),
      wallStartUnixMs: this.#origin.startUnixMs + view.getInt32(at + 12),
      startTicks: this.#origin.startTicks + view.getUint32(at + 16),
      durationTicks: view.getUint32(at + 20),
      sampleCount: samplesAndFlags & MAX_FRAGMENT_SAMPLES,
      startsOnSync: (samplesAndFlags & STARTS_ON_SYNC) !== 0,
      hasSync: (samplesAndFlags & HAS_SYNC) !== 0,
    };
  }

  durationTicksAt(index: number): number {
    return this.#view.getUint32(index * FRAGMENT_ENTRY_BYTES + 20);
  }

  startsOnSyncAt(index: number): boolean {
    return (this.#view.getUint32(index * FRAGMENT_ENTRY_BYTES + 24) & STARTS_ON_SYNC) !== 0;
  }
}

/**
 * The entries again.
 * @throws TypeError where the length is not a multiple of an entry: the index is damaged
 */
export function decodeFragmentTable(table: Uint8Array, origin: FragmentTableOrigin): FragmentEntry[] {
  const packed = new FragmentTable(table, origin);
  return Array.from({ length: packed.length }, (_, index) => packed.at(index));
}
