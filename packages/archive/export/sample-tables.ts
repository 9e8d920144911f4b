/** Reads the sample tables of fragments, and nothing of their pictures. */
import { FragmentScanner, type ScannedFragment } from '@matlang/media/mp4';
import { ArchiveReadError } from '../reading/archive-read-error.ts';
import { referenceOf } from '../reading/loaded-segment.ts';
import { openFound, readExactly, unfilled } from '../reading/segment-bytes.ts';
import type { WalkedSegment } from '../reading/walk-segments.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';

/** `prft` and `moof`, and the header of `mdat` behind them. */
const MDAT_HEADER_BYTES = 8;
/** Reads under way at once. */
const PARALLEL_READS = 8;
/** Fragments smaller than this are read whole, many at a time: cheaper than a read each. */
const SMALL_FRAGMENT_BYTES = 48 << 10;
const MAX_WHOLE_READ_BYTES = 4 << 20;

/** The fragments of `walked` with their samples, in order. @throws ArchiveReadError `segment-changed` */
export async function readSampleTables(walked: WalkedSegment): Promise<ScannedFragment[]> {
  const { segment, fragments } = walked;
  const reference = referenceOf(segment);
  const file = await openFound(segment);
  let tables: Tables;
  try {
    tables = await readTables(fragments, (buffer, offsetBytes) =>
      readExactly(file, buffer, offsetBytes, reference),
    );
  } finally {
    await file.close();
  }
  const scanner = new FragmentScanner(tables.readAt, fragments[0]?.offsetBytes ?? 0);
  const scanned: ScannedFragment[] = [];
  for (const entry of fragments) {
    const fragment = scanner.next();
    if (
      fragment === null ||
      fragment.offsetBytes !== entry.offsetBytes ||
      fragment.sizeBytes !== entry.sizeBytes
    ) {
      throw new ArchiveReadError(
        'segment-changed',
        `segment ${reference.seq} is not as its index says at byte ${entry.offsetBytes}`,
        { volumeId: reference.volumeId, seq: reference.seq },
      );
    }
    scanned.push(fragment);
  }
  return scanned;
}

type Fill = (buffer: Uint8Array, offsetBytes: number) => Promise<void>;

/** Bytes of the file that are here, ascending, and a `ReadAt` over them that pretends the rest is there. */
class Tables {
  readonly #starts: number[] = [];
  readonly #chunks: Uint8Array[] = [];
  #at = 0;

  add(offsetBytes: number, chunk: Uint8Array): void {
    this.#starts.push(offsetBytes);
    this.#chunks.push(chunk);
  }

  /** The scanner asks ascending. Payload stands as one byte: that it is there, the index says. */
  readonly readAt = (offsetBytes: number, lengthBytes: number): Uint8Array => {
    while ((this.#starts[this.#at + 1] ?? Number.POSITIVE_INFINITY) <= offsetBytes) this.#at += 1;
    const chunk = this.#chunks[this.#at];
    const within = offsetBytes - (this.#starts[this.#at] ?? 0);
    if (chunk === undefined || within < 0 || within >= chunk.length) return PRESENT;
    return chunk.subarray(within, within + lengthBytes);
  };
}

const PRESENT = new Uint8Array(1);

async function readTables(fragments: readonly FragmentEntry[], fill: Fill): Promise<Tables> {
  const tables = new Tables();
  const reads = rangesOf(fragments).map(({ offsetBytes, sizeBytes }) => {
    const chunk = unfilled(sizeBytes);
    tables.add(offsetBytes, chunk);
    return { offsetBytes, chunk };
  });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let read = reads[next]; read !== undefined; read = reads[next]) {
      next += 1;
      await fill(read.chunk, read.offsetBytes);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, worker));
  return tables;
}

/** One range a fragment's table, or many small fragments together. */
function rangesOf(fragments: readonly FragmentEntry[]): { offsetBytes: number; sizeBytes: number }[] {
  const ranges: { offsetBytes: number; sizeBytes: number }[] = [];
  for (const { offsetBytes, sizeBytes, tableBytes } of fragments) {
    const endBytes = offsetBytes + tableBytes + MDAT_HEADER_BYTES;
    const last = ranges.at(-1);
    const joined = last === undefined ? 0 : endBytes - last.offsetBytes;
    const hole = last === undefined ? 0 : offsetBytes - (last.offsetBytes + last.sizeBytes);
    if (last !== undefined && hole <= SMALL_FRAGMENT_BYTES && joined <= MAX_WHOLE_READ_BYTES) {
      last.sizeBytes = joined;
    } else {
      ranges.push({ offsetBytes, sizeBytes: Math.min(tableBytes + MDAT_HEADER_BYTES, sizeBytes) });
    }
  }
  return ranges;
}
