/** Finds boxes: the one place that reads sizes and types of boxes in memory. */
import { boxTypeName } from './box-type.ts';
import { ByteCursor } from './byte-cursor.ts';
import { Mp4Error } from './mp4-error.ts';

/** One container of ours has 6 boxes at most; `moov` of others has a box a track, `ilst` one a tag. */
const MAX_BOXES_PER_CONTAINER = 1024;
/** `moov.trak.mdia.minf.stbl.stsd.mp4a.esds` is 8. */
const MAX_DEPTH = 16;

/** A box inside `bytes`, of which it is a view. */
export interface Box {
  readonly type: string;
  /** Of its header, in `bytes`. */
  readonly offsetBytes: number;
  readonly headerBytes: number;
  /** With the header. */
  readonly sizeBytes: number;
  readonly body: Uint8Array;
  readonly depth: number;
  /** The buffer that offsets count in. */
  readonly bytes: Uint8Array;
}

/**
 * The boxes from `start` to `end` of `bytes`, which they fill exactly: the body of a container.
 * @throws Mp4Error `malformed` where a box leaves its container, `limit` beyond 1024 boxes or 16 levels
 */
export function readBoxes(bytes: Uint8Array, start: number, end: number, depth = 0): readonly Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  let at = start;
  while (at + 8 <= end) {
    const type = boxTypeName(view.getUint32(at + 4));
    if (depth >= MAX_DEPTH) throw new Mp4Error('limit', type, at, `more than ${MAX_DEPTH} levels`);
    if (boxes.length >= MAX_BOXES_PER_CONTAINER) throw new Mp4Error('limit', type, at, 'too many boxes');
    let headerBytes = 8;
    let sizeBytes = view.getUint32(at);
    if (sizeBytes === 1 && at + 16 <= end) {
      headerBytes = 16;
      sizeBytes = view.getUint32(at + 8) * 0x1_0000_0000 + view.getUint32(at + 12);
    } else if (sizeBytes === 0) {
      sizeBytes = end - at;
    }
    if (sizeBytes < headerBytes) throw new Mp4Error('malformed', type, at, `size ${sizeBytes}`);
    if (sizeBytes > end - at) {
      throw new Mp4Error('malformed', type, at, `size ${sizeBytes}, its container has ${end - at}`);
    }
    const body = bytes.subarray(at + headerBytes, at + sizeBytes);
    boxes.push({ type, offsetBytes: at, headerBytes, sizeBytes, body, depth, bytes });
    at += sizeBytes;
  }
  // QuickTime ends udta with 4 zero bytes; anything shorter than a header is passed over like those.
  return boxes;
}

/** The children of `box` behind `skipBytes` of its own fields. */
export function childrenOf(box: Box, skipBytes = 0): readonly Box[] {
  const start = box.offsetBytes + box.headerBytes + skipBytes;
  const end = box.offsetBytes + box.sizeBytes;
  if (start > end) throw new Mp4Error('malformed', box.type, box.offsetBytes, 'shorter than its own fields');
  return readBoxes(box.bytes, start, end, box.depth + 1);
}

/** The first child of that type, or null. */
export function findBox(boxes: readonly Box[], type: string): Box | null {
  return boxes.find((box) => box.type === type) ?? null;
}

/** @throws Mp4Error `malformed` naming `parent` when there is none */
export function requireBox(boxes: readonly Box[], type: string, parent: Box): Box {
  const box = findBox(boxes, type);
  if (box === null) throw new Mp4Error('malformed', parent.type, parent.offsetBytes, `has no '${type}'`);
  return box;
}

/** A cursor at the first byte of the body. */
export function cursorOf(box: Box): ByteCursor {
  return new ByteCursor(box.body, box.type, box.offsetBytes);
}

/** A cursor behind version and flags. */
export function fullCursorOf(box: Box): {
  readonly version: number;
  readonly flags: number;
  readonly cursor: ByteCursor;
} {
  const cursor = cursorOf(box);
  const versionAndFlags = cursor.u32();
  return { version: versionAndFlags >>> 24, flags: versionAndFlags & 0xff_ffff, cursor };
}
