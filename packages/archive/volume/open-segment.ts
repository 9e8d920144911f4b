/** The file that is being written: made, appended to, synced, closed. Rows and journal are the stream's business. */
import { type ScannedFragment, sliceParts } from '@matlang/media/mp4';
import { fromHex } from '../proof/digest.ts';
import { SegmentContent } from '../segment/segment-content.ts';
import {
  MAX_BACKWARD_MS,
  MAX_SEGMENT_BYTES,
  MAX_SEGMENT_FRAGMENTS,
  SEGMENT_LATEST_MS,
  SEGMENT_TARGET_MS,
} from '../segment/segment-limits.ts';
import { nextUtcDayUnixMs, segmentDirectories, segmentPath } from '../segment/segment-path.ts';
import { makeDurableDirectories } from '../storage/durable-directory.ts';
import type { FileHandle, Storage } from '../storage/storage.ts';
import type { VolumeRun } from './volume-run.ts';

/**
 * A file is synced together with a fragment that comes when the oldest unsynced one is this old. Cameras' fragments lie apart in
 * time, and so do these syncs; those that a tick finds come all at once (128 streams: 0.13 s without an append).
 */
export const SYNC_WITH_FRAGMENT_AFTER_MS = 2500;

/** The row is there already, and committed: a file without a row would be nobody's. */
export interface OpenSegmentOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly run: VolumeRun;
  readonly rowId: number;
  readonly seq: number;
  readonly syncSeq: number;
  /** Of the first fragment. */
  readonly startUnixMs: number;
  readonly startTicks: number;
}

/** Made by `create`; ends with `finish` or `abandon` (or both), nothing may be appended then. */
export class OpenSegment {
  readonly run: VolumeRun;
  readonly rowId: number;
  readonly seq: number;
  readonly syncSeq: number;
  readonly content: SegmentContent;
  readonly #storage: Storage;
  /** Null once closed: the kernel gives its number to whoever opens next, on another volume's thread too. */
  #file: FileHandle | null;
  readonly #midnightUnixMs: number;
  #lastWallStartUnixMs: number;
  #wallEndUnixMs: number;
  #lastSyncSampleUnixMs: number;
  #dirtySinceMs: number | null = null;

  private constructor(options: OpenSegmentOptions, file: FileHandle) {
    const { run, startUnixMs } = options;
    this.run = run;
    this.rowId = options.rowId;
    this.seq = options.seq;
    this.syncSeq = options.syncSeq;
    this.#storage = options.storage;
    this.#file = file;
    this.#midnightUnixMs = nextUtcDayUnixMs(startUnixMs);
    this.#lastWallStartUnixMs = startUnixMs;
    this.#wallEndUnixMs = startUnixMs;
    this.#lastSyncSampleUnixMs = startUnixMs;
    this.content = new SegmentContent({
      startUnixMs,
      startTicks: options.startTicks,
      timescale: run.definition.format.timescale,
      sampleEntryHash: run.sampleEntryHash,
      initHash: fromHex(run.initHash),
      initBytes: run.definition.init.length,
    });
  }

  /** The row is committed already. @throws the system's error; nothing is left open then */
  static create(options: OpenSegmentOptions): OpenSegment {
    const { storage, root, run, startUnixMs, seq } = options;
    const { stream, init } = run.definition;
    const directories = segmentDirectories(stream, startUnixMs);
    makeDurableDirectories(storage, root, directories);
    const file = storage.createFile(`${root}/${segmentPath({ stream, startUnixMs, seq })}`);
    try {
      storage.append(file, init);
      storage.syncDirectory(`${root}/${directories[2]}`);
      return new OpenSegment(options, file);
    } catch (error) {
      storage.close(file);
      throw error;
    }
  }

  /** Site time at which what is in the file ends. */
  get wallEndUnixMs(): number {
    return this.#wallEndUnixMs;
  }

  /**
   * Whether this fragment goes into another file: `may` where one should begin and the next sync sample, if it comes as the last
   * one did, will do as well.
   */
  cutBefore(fragment: ScannedFragment, wallStartUnixMs: number): 'must' | 'may' | 'no' {
    if (this.#mustCutBefore(fragment, wallStartUnixMs)) return 'must';
    const lastsMs = wallStartUnixMs - this.content.startUnixMs;
    if (lastsMs < SEGMENT_TARGET_MS || fragment.samples[0]?.sync !== true) return 'no';
    const gopMs = wallStartUnixMs - this.#lastSyncSampleUnixMs;
    return lastsMs + gopMs < SEGMENT_LATEST_MS ? 'may' : 'must';
  }

  #mustCutBefore(fragment: ScannedFragment, wallStartUnixMs: number): boolean {
    const { content } = this;
    const ticks = fragment.startTicks - content.startTicks;
    return (
      wallStartUnixMs >= this.#midnightUnixMs ||
      wallStartUnixMs - content.startUnixMs >= SEGMENT_LATEST_MS ||
      content.sizeBytes + fragment.sizeBytes > MAX_SEGMENT_BYTES ||
      content.entries.length >= MAX_SEGMENT_FRAGMENTS ||
      wallStartUnixMs < this.#lastWallStartUnixMs - MAX_BACKWARD_MS ||
      wallStartUnixMs < content.startUnixMs ||
      ticks < 0 ||
      ticks > 0xffff_ffff
    );
  }

  /** One write of the parts one behind the other, and a sync where one is due. @throws the system's error; the file's tail may then be torn */
  append(
    fragment: ScannedFragment,
    parts: readonly Uint8Array[],
    wallStartUnixMs: number,
    wallEndUnixMs: number,
    nowMonotonicMs: number,
  ): void {
    this.#storage.append(this.#opened(), ...parts);
    this.#dirtySinceMs ??= nowMonotonicMs;
    this.content.add(fragment, sliceParts(parts, fragment.mdatPayloadOffsetBytes));
    if (fragment.samples[0]?.sync === true) this.#lastSyncSampleUnixMs = wallStartUnixMs;
    this.#lastWallStartUnixMs = wallStartUnixMs;
    this.#wallEndUnixMs = Math.max(this.#wallEndUnixMs, wallEndUnixMs, wallStartUnixMs);
    this.syncIfDue(nowMonotonicMs, SYNC_WITH_FRAGMENT_AFTER_MS);
  }

  /** Syncs what has been waiting for `afterMs`. */
  syncIfDue(nowMonotonicMs: number, afterMs: number): void {
    if (this.#dirtySinceMs === null || nowMonotonicMs - this.#dirtySinceMs < afterMs) return;
    this.#storage.syncData(this.#opened());
    this.#dirtySinceMs = null;
  }

  /** Syncs and closes. */
  finish(): void {
    this.#storage.syncData(this.#opened());
    this.#close();
  }

  /** Closes, where that is not done, without promising anything; errors are of no interest any more. */
  abandon(): void {
    try {
      this.#close();
    } catch {
      // The disk failed already: recovery looks at the file when it is back.
    }
  }

  #close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) this.#storage.close(file);
  }

  #opened(): FileHandle {
    if (this.#file === null) throw new TypeError(`segment ${this.seq}: is closed already`);
    return this.#file;
  }
}
