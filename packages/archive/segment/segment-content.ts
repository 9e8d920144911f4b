/**
 * Gathers what the index keeps of a segment, fragment by fragment: the same code when recording, recovering, rebuilding and
 * checking, so that there is one answer to what a file holds.
 */
import type { ScannedFragment } from '@matlang/media/mp4';
import { ActivityMeter, type SegmentActivity } from '../activity/activity-meter.ts';
import { DIGEST_BYTES, equalBytes } from '../proof/digest.ts';
import { fragmentLeaf, segmentHash, segmentHashWithInit } from '../proof/segment-hash.ts';
import { encodeFragmentTable, type FragmentEntry } from './fragment-table.ts';
import { MAX_SEGMENT_SPAN_MS } from './segment-limits.ts';

/** What all fragments of a segment have in common: start as in its row, SHA-256 of the sample entry (32 bytes). */
export interface SegmentContentOptions {
  readonly startUnixMs: number;
  readonly startTicks: number;
  readonly timescale: number;
  readonly sampleEntryHash: Uint8Array;
  /** SHA-256 of the whole init segment. */
  readonly initHash: Uint8Array;
  /** Size of the init segment: where the first fragment begins. */
  readonly initBytes: number;
}

/** Final values of a segment. */
export interface SegmentSummary {
  readonly fragments: Uint8Array;
  readonly leaves: Uint8Array;
  readonly hash: Uint8Array;
  readonly durationTicks: number;
  readonly sizeBytes: number;
}

/** One segment, from its first fragment on; about 150 bytes a fragment are kept. */
export class SegmentContent {
  readonly startUnixMs: number;
  readonly startTicks: number;
  readonly timescale: number;
  readonly #sampleEntryHash: Uint8Array;
  readonly #initHash: Uint8Array;
  readonly #entries: FragmentEntry[] = [];
  readonly #leaves: Uint8Array[] = [];
  readonly #activity: ActivityMeter;
  #sizeBytes: number;
  #hasSync = false;

  constructor(options: SegmentContentOptions) {
    this.startUnixMs = options.startUnixMs;
    this.startTicks = options.startTicks;
    this.timescale = options.timescale;
    this.#sampleEntryHash = options.sampleEntryHash;
    this.#initHash = options.initHash;
    this.#sizeBytes = options.initBytes;
    this.#activity = new ActivityMeter(options.startUnixMs, options.timescale, MAX_SEGMENT_SPAN_MS / 1000);
  }

  /**
   * The next fragment, at the end of what is there. `sampleBytes` is the payload of its `mdat`, in pieces one behind the other,
   * only read.
   */
  add(fragment: ScannedFragment, sampleBytes: readonly Uint8Array[]): void {
    const wallStartUnixMs = fragment.wallStartUnixMs ?? this.startUnixMs;
    const hasSync = fragment.samples.some((sample) => sample.sync);
    this.#entries.push({
      offsetBytes: this.#sizeBytes,
      sizeBytes: fragment.sizeBytes,
      tableBytes: fragment.tableBytes,
      wallStartUnixMs,
      startTicks: fragment.startTicks,
      durationTicks: fragment.durationTicks,
      sampleCount: fragment.samples.length,
      startsOnSync: fragment.samples[0]?.sync === true,
      hasSync,
    });
    this.#leaves.push(fragmentLeaf(fragment.samples, sampleBytes));
    this.#activity.add(wallStartUnixMs, fragment.samples);
    this.#sizeBytes += fragment.sizeBytes;
    this.#hasSync ||= hasSync;
  }

  get entries(): readonly FragmentEntry[] {
    return this.#entries;
  }

  /** Of the file, with the init segment. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get startsOnSync(): boolean {
    return this.#entries[0]?.startsOnSync === true;
  }

  /** A sync sample lies anywhere in it: later segments of the run may begin decoding here. */
  get hasSync(): boolean {
    return this.#hasSync;
  }

  /** Where its last fragment ends by its own duration. */
  get endUnixMs(): number {
    const last = this.#entries.at(-1);
    if (last === undefined) return this.startUnixMs;
    return last.wallStartUnixMs + Math.round((last.durationTicks * 1000) / this.timescale);
  }

  /** @throws TypeError without any fragment */
  summary(): SegmentSummary {
    const last = this.#entries.at(-1);
    if (last === undefined) throw new TypeError('segment: no fragment');
    const leaves = new Uint8Array(this.#leaves.length * DIGEST_BYTES);
    for (const [index, leaf] of this.#leaves.entries()) leaves.set(leaf, index * DIGEST_BYTES);
    return {
      fragments: encodeFragmentTable(this.#entries, this),
      leaves,
      hash: this.hashes()[0],
      durationTicks: last.startTicks + last.durationTicks - this.startTicks,
      sizeBytes: this.#sizeBytes,
    };
  }

  /** As it is recorded now, and as it was before the init segment was in it. @throws TypeError without any fragment */
  hashes(): readonly [Uint8Array, Uint8Array] {
    const walls = this.#entries.map((entry) => entry.wallStartUnixMs);
    const before = segmentHash(this.#sampleEntryHash, walls, this.#leaves);
    return [segmentHashWithInit(this.#initHash, before), before];
  }

  /** Whether that is the recorded hash of it, of now or of before. */
  isHashedAs(hash: Uint8Array): boolean {
    return this.hashes().some((one) => equalBytes(one, hash));
  }

  activity(level: number): SegmentActivity {
    return this.#activity.finish(level);
  }
}
