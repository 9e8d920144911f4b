/**
 * Walks the fragments of a segment file that may still grow, may be cut anywhere, may be garbage. Reads box
 * headers and `moof`, never the payload of `mdat`: one read a fragment.
 */
import type { Sample } from '../stream/index.ts';
import { boxTypeName } from './box-type.ts';
import { FileWindow } from './file-window.ts';
import {
  BOX_HEADER_BYTES,
  MAX_SAMPLES_PER_FRAGMENT,
  MDAT_HEADER_BYTES,
  MOOF_FIXED_BYTES,
  PRFT_BYTES,
  TRUN_SAMPLE_BYTES,
  TYPE,
} from './fragment-layout.ts';
import { readMoof, readPrft, type TableFault } from './fragment-table.ts';
import { Mp4Error } from './mp4-error.ts';
import { type ReadAt, readAtParts } from './read-at.ts';
import { isCount } from './sample-check.ts';

/** A whole fragment found in a file: where its parts lie, counted from the file's start, and its sample table. */
export interface ScannedFragment {
  /** Of `prft`, or of `moof` where there is none. */
  readonly offsetBytes: number;
  /** Up to the end of `mdat`. */
  readonly sizeBytes: number;
  readonly moofOffsetBytes: number;
  /** `prft` and `moof` together: `offsetBytes + tableBytes` is where `mdat` begins. */
  readonly tableBytes: number;
  /** First byte of the first sample. */
  readonly mdatPayloadOffsetBytes: number;
  readonly sequenceNumber: number;
  /** From `prft`: site time of the first sample; null where the fragment has none. */
  readonly wallStartUnixMs: number | null;
  /** Decode time of the first sample. */
  readonly startTicks: number;
  /** Sum of the samples' durations. */
  readonly durationTicks: number;
  readonly samples: readonly Sample[];
}

/** Why the scanner stopped, and behind the last complete fragment. */
export type ScanEnd =
  | { readonly reason: 'end'; readonly offsetBytes: number }
  | { readonly reason: 'cut'; readonly offsetBytes: number; readonly box: string }
  | {
      readonly reason: 'malformed';
      readonly offsetBytes: number;
      readonly box: string;
      readonly boxOffsetBytes: number;
      readonly what: string;
    };

/** Walks fragments; see the head of the file. Misuse of `startOffsetBytes` throws TypeError, content never throws. */
export class FragmentScanner {
  readonly #window: FileWindow;
  #offsetBytes: number;
  #end: ScanEnd | null = null;

  /** `startOffsetBytes`: where a fragment begins, e.g. `InitSegment.sizeBytes`. */
  constructor(readAt: ReadAt, startOffsetBytes: number) {
    if (!isCount(startOffsetBytes, Number.MAX_SAFE_INTEGER)) {
      throw new TypeError(`startOffsetBytes: ${startOffsetBytes}`);
    }
    this.#window = new FileWindow(readAt);
    this.#offsetBytes = startOffsetBytes;
  }

  /**
   * The next complete fragment, or null: then `end` says why. After `end` or `cut` it may be asked again once
   * the file has grown; after `malformed` it stays where it is.
   */
  next(): ScannedFragment | null {
    if (this.#end?.reason === 'malformed') return null;
    const found = readFragmentAt(this.#window, this.#offsetBytes);
    if ('reason' in found) {
      this.#end = found;
      return null;
    }
    this.#end = null;
    this.#offsetBytes += found.sizeBytes;
    return found;
  }

  /** Null unless the last `next` answered null. Its `offsetBytes` is the end of the last complete fragment. */
  get end(): ScanEnd | null {
    return this.#end;
  }
}

/**
 * Reads one whole fragment at the start of `parts`, which are one behind the other; what follows it is not looked at.
 * @throws Mp4Error where it is cut or malformed
 */
export function readFragment(...parts: readonly Uint8Array[]): ScannedFragment {
  const found = readFragmentAt(new FileWindow(readAtParts(parts)), 0);
  if (!('reason' in found)) return found;
  if (found.reason === 'malformed') {
    throw new Mp4Error('malformed', found.box, found.boxOffsetBytes, found.what);
  }
  throw new Mp4Error(
    'truncated',
    found.reason === 'cut' ? found.box : 'moof',
    found.offsetBytes,
    'not complete',
  );
}

function readFragmentAt(window: FileWindow, offsetBytes: number): ScannedFragment | ScanEnd {
  if (window.view(offsetBytes, 1) === null) return { reason: 'end', offsetBytes };
  const cut = (box: string): ScanEnd => ({ reason: 'cut', offsetBytes, box });
  const malformed = (fault: TableFault, shiftBytes: number): ScanEnd => ({
    reason: 'malformed',
    offsetBytes,
    box: fault.box,
    boxOffsetBytes: fault.boxOffsetBytes + shiftBytes,
    what: fault.what,
  });

  let moofOffsetBytes = offsetBytes;
  let wall: { wallStartUnixMs: number; mediaTicks: number } | null = null;
  let header = window.view(offsetBytes, BOX_HEADER_BYTES);
  if (header === null) return cut('prft');
  if (header.getUint32(4) === TYPE.prft) {
    if (header.getUint32(0) !== PRFT_BYTES) return malformed(sizeFault('prft', header), offsetBytes);
    const prft = window.view(offsetBytes, PRFT_BYTES);
    if (prft === null) return cut('prft');
    const read = readPrft(prft);
    if ('what' in read) return malformed(read, offsetBytes);
    wall = read;
    moofOffsetBytes += PRFT_BYTES;
    header = window.view(moofOffsetBytes, BOX_HEADER_BYTES);
    if (header === null) return cut('moof');
  }

  if (header.getUint32(4) !== TYPE.moof) return malformed(typeFault('moof', header), moofOffsetBytes);
  const moofBytes = header.getUint32(0);
  if (moofBytes < MOOF_FIXED_BYTES || moofBytes > MAX_MOOF_BYTES) {
    return malformed(sizeFault('moof', header), moofOffsetBytes);
  }
  const moof = window.view(moofOffsetBytes, moofBytes);
  if (moof === null) return cut('moof');
  const table = readMoof(moof);
  if ('what' in table) return malformed(table, moofOffsetBytes);
  if (wall !== null && wall.mediaTicks !== table.startTicks) {
    return malformed({ box: 'prft', boxOffsetBytes: 0, what: 'belongs to another decode time' }, offsetBytes);
  }

  const mdatOffsetBytes = moofOffsetBytes + moofBytes;
  const mdat = window.view(mdatOffsetBytes, MDAT_HEADER_BYTES);
  if (mdat === null) return cut('mdat');
  if (mdat.getUint32(4) !== TYPE.mdat) return malformed(typeFault('mdat', mdat), mdatOffsetBytes);
  if (mdat.getUint32(0) !== MDAT_HEADER_BYTES + table.payloadBytes) {
    return malformed(sizeFault('mdat', mdat), mdatOffsetBytes);
  }
  const endBytes = mdatOffsetBytes + MDAT_HEADER_BYTES + table.payloadBytes;
  // The last byte's presence stands for the payload's; the same read brings the next fragment's table.
  if (window.view(endBytes - 1, 1) === null) return cut('mdat');
  return {
    offsetBytes,
    sizeBytes: endBytes - offsetBytes,
    moofOffsetBytes,
    tableBytes: mdatOffsetBytes - offsetBytes,
    mdatPayloadOffsetBytes: mdatOffsetBytes + MDAT_HEADER_BYTES,
    sequenceNumber: table.sequenceNumber,
    wallStartUnixMs: wall === null ? null : wall.wallStartUnixMs,
    startTicks: table.startTicks,
    durationTicks: table.durationTicks,
    samples: table.samples,
  };
}

const MAX_MOOF_BYTES = MOOF_FIXED_BYTES + MAX_SAMPLES_PER_FRAGMENT * TRUN_SAMPLE_BYTES;

function typeFault(expected: string, header: DataView): TableFault {
  const found = boxTypeName(header.getUint32(4));
  return { box: found, boxOffsetBytes: 0, what: `'${expected}' belongs here` };
}

function sizeFault(box: string, header: DataView): TableFault {
  return { box, boxOffsetBytes: 0, what: `size ${header.getUint32(0)} can't be` };
}
