/** Reads a segment file as it is: how much of it is whole, and what that holds. Damage is an answer, not an exception. */
import {
  FragmentScanner,
  type InitSegment,
  Mp4Error,
  readAtBytes,
  readInitSegment,
  type ScanEnd,
} from '@matlang/media/mp4';
import { sha256 } from '../proof/digest.ts';
import { SegmentContent } from './segment-content.ts';

/** What a file holds; bytes behind `wholeBytes` are torn or foreign, and `fault` says which, in English. */
export interface SegmentScan {
  /** Null where not even the init segment is whole. */
  readonly init: InitSegment | null;
  /** Null where no fragment is whole. */
  readonly content: SegmentContent | null;
  /** End of the last whole fragment (or of the init segment, or 0). */
  readonly wholeBytes: number;
  /** Null: the file ends exactly behind a whole fragment. */
  readonly fault: string | null;
}

/**
 * `bytes` is the whole file. A fragment without wall time is damage: none is ever written so. `startUnixMs` is what the
 * file's name says; the first fragment must begin then; null: it may begin at any time.
 */
export function scanSegment(bytes: Uint8Array, startUnixMs: number | null): SegmentScan {
  let init: InitSegment;
  try {
    init = readInitSegment(bytes);
  } catch (error) {
    if (!(error instanceof Mp4Error)) throw error;
    return { init: null, content: null, wholeBytes: 0, fault: error.message };
  }
  const scanner = new FragmentScanner(readAtBytes(bytes), init.sizeBytes);
  let content: SegmentContent | null = null;
  let wholeBytes = init.sizeBytes;
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    const { wallStartUnixMs, startTicks } = fragment;
    if (wallStartUnixMs === null) return { init, content, wholeBytes, fault: 'a fragment without wall time' };
    if (content === null) {
      if (startUnixMs !== null && wallStartUnixMs !== startUnixMs) {
        return { init, content, wholeBytes, fault: `begins at ${wallStartUnixMs}, not as its name says` };
      }
      content = new SegmentContent({
        startUnixMs: wallStartUnixMs,
        startTicks,
        timescale: init.format.timescale,
        sampleEntryHash: sha256(init.sampleEntry),
        initHash: sha256(bytes.subarray(0, init.sizeBytes)),
        initBytes: init.sizeBytes,
      });
    }
    const endBytes = fragment.offsetBytes + fragment.sizeBytes;
    content.add(fragment, [bytes.subarray(fragment.mdatPayloadOffsetBytes, endBytes)]);
    wholeBytes = endBytes;
  }
  return { init, content, wholeBytes, fault: faultOf(scanner.end) };
}

function faultOf(end: ScanEnd | null): string | null {
  if (end === null || end.reason === 'end') return null;
  if (end.reason === 'cut') return `cut inside box '${end.box}' at byte ${end.offsetBytes}`;
  return `box '${end.box}' at byte ${end.boxOffsetBytes}: ${end.what}`;
}
