/**
 * Walks the fragments of a segment file that may still grow, may be cut anywhere, may be garbage. Reads box
 * headers and `moof`, never the payload of `mdat`: one read a fragment.
 */
import type { Sample } from '../stream/index.ts';
import type { ReadAt } from './read-at.ts';

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

export class FragmentScanner {
  readonly #readAt: ReadAt;
  #offsetBytes: number;

  /** `startOffsetBytes`: where a fragment begins, e.g. `InitSegment.sizeBytes`. */
  constructor(readAt: ReadAt, startOffsetBytes: number) {
    this.#readAt = readAt;
    this.#offsetBytes = startOffsetBytes;
  }

  /** The next complete fragment, or null: then `end` says why. After `end` or `cut` it may be asked again once the file has grown. */
  next(): ScannedFragment | null {
    this.#readAt(this.#offsetBytes, 0);
    return null;
  }

  /** Null until `next` has answered null. Its `offsetBytes` is the end of the last complete fragment. */
  get end(): ScanEnd | null {
    return { reason: 'end', offsetBytes: this.#offsetBytes };
  }
}

/**
 * Reads one whole fragment at the start of `bytes`.
 * @throws Mp4Error where it is cut or malformed
 */
export function readFragment(bytes: Uint8Array): ScannedFragment {
  throw new Error(`not yet: ${bytes.length}`);
}
