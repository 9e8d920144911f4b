/** Reads a located GOP: what a player needs to show one picture. */
import { ArchiveReadError } from './archive-read-error.ts';
import type { LocatedGop } from './located-gop.ts';
import { findReferenced, openFound, readExactly, unfilled } from './segment-bytes.ts';
import type { ByteRange, SegmentReference } from './segment-reference.ts';
import type { OpenVolume } from './volume-set.ts';

/** 5 minutes between key frames at 6 Mbit/s; whoever wants more streams it. */
const MAX_GOP_BYTES = 256 << 20;

interface PlacedRead {
  readonly segment: SegmentReference;
  readonly range: ByteRange;
  readonly at: number;
}

/**
 * Init segment and all fragments of the GOP, one behind the other, in a buffer that belongs to the caller.
 * @throws ArchiveReadError `too-large` beyond 256 MiB, or what `segment-bytes.ts` says of a file that is gone
 */
export async function readGopOf(volumes: readonly OpenVolume[], gop: LocatedGop): Promise<Uint8Array> {
  const reads: PlacedRead[] = [{ segment: gop.segment, range: gop.init, at: 0 }];
  let sizeBytes = gop.init.sizeBytes;
  for (const piece of gop.whole) {
    reads.push({ segment: piece.segment, range: piece, at: sizeBytes });
    sizeBytes += piece.sizeBytes;
  }
  if (sizeBytes > MAX_GOP_BYTES) {
    throw new ArchiveReadError('too-large', `the GOP has ${sizeBytes} bytes`, {
      sizeBytes,
      limitBytes: MAX_GOP_BYTES,
    });
  }
  const bytes = unfilled(sizeBytes);
  const bySegment = Map.groupBy(reads, ({ segment }) => `${segment.volumeId}/${segment.seq}`);
  for (const group of bySegment.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const file = await openFound(findReferenced(volumes, first.segment));
    try {
      for (const { range, at } of group) {
        await readExactly(file, bytes.subarray(at, at + range.sizeBytes), range.offsetBytes, first.segment);
      }
    } finally {
      await file.close();
    }
  }
  return bytes;
}
