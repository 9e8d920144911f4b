/** Walks the top level of a file that need not fit in memory. */
import { boxTypeName } from './box-type.ts';
import { FileWindow } from './file-window.ts';
import { Mp4Error } from './mp4-error.ts';
import type { ReadAt } from './read-at.ts';

/** A fragmented file of a day has 2 boxes a second; the walk stops at `moov` before those. */
const MAX_TOP_BOXES = 65_536;

/** Where one box of the file lies, in bytes from the file’s start, its header included. */
export interface TopBox {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/**
 * The first box of that type at the top level, or null when the file ends without one.
 * @throws Mp4Error
 */
export function findTopBox(readAt: ReadAt, wanted: string): TopBox | null {
  const window = new FileWindow(readAt);
  let at = 0;
  for (let count = 0; count < MAX_TOP_BOXES; count += 1) {
    const header = window.view(at, 8);
    if (header === null) return null;
    const type = boxTypeName(header.getUint32(4));
    let sizeBytes = header.getUint32(0);
    let headerBytes = 8;
    if (sizeBytes === 1) {
      const large = window.view(at, 16);
      if (large === null) return null;
      headerBytes = 16;
      sizeBytes = large.getUint32(8) * 0x1_0000_0000 + large.getUint32(12);
    }
    // Size 0 runs to the end of the file: nothing can follow it.
    if (sizeBytes === 0) return null;
    if (sizeBytes < headerBytes || !Number.isSafeInteger(at + sizeBytes)) {
      throw new Mp4Error('malformed', type, at, `size ${sizeBytes}`);
    }
    if (type === wanted) return { offsetBytes: at, sizeBytes };
    at += sizeBytes;
  }
  throw new Mp4Error('limit', wanted, at, `not among the first ${MAX_TOP_BOXES} boxes`);
}
