/**
 * Fragments of segments that are still written: read from the files themselves, up to the last complete one. What
 * was scanned once is kept, so that asking every second reads a second.
 */
import type { FileHandle } from 'node:fs/promises';
import { FragmentScanner, type ScannedFragment } from '@matlang/media/mp4';
import type { SegmentRow } from '../index/index-rows.ts';
import type { FragmentEntry } from '../segment/fragment-table.ts';
import { openSegmentFile } from '../storage/regular-file.ts';

/** Streams of a large site, each with its newest segment and a few that a crash left open. */
const MAX_KEPT_SCANS = 512;

interface Scan {
  readonly scanner: FragmentScanner;
  readonly source: AwaitedBytes;
  readonly entries: FragmentEntry[];
  /** Scans of one file go one after the other. */
  last: Promise<unknown>;
}

/** The scans of one volume, at most 512: the one not asked for longest is forgotten first, and would begin anew. */
export class OpenSegments {
  readonly #scans = new Map<string, Scan>();

  /**
   * All complete fragments by now. `initBytes`: where the first begins.
   * @throws the file system's error where the file can't be read (ENOENT: it is gone)
   */
  async fragments(
    path: string,
    row: SegmentRow,
    initBytes: number,
    timescale: number,
  ): Promise<readonly FragmentEntry[]> {
    const key = `${row.streamId}/${row.seq}`;
    const scan = this.#scans.get(key) ?? newScan(initBytes);
    this.#scans.delete(key);
    this.#scans.set(key, scan);
    for (const oldest of this.#scans.keys()) {
      if (this.#scans.size <= MAX_KEPT_SCANS) break;
      this.#scans.delete(oldest);
    }
    const next = scan.last.then(() => scanOn(scan, path, row, timescale));
    scan.last = next.catch(() => undefined);
    await next;
    return scan.entries.slice();
  }
}

function newScan(initBytes: number): Scan {
  const source = new AwaitedBytes();
  return {
    scanner: new FragmentScanner(source.readAt, initBytes),
    source,
    entries: [],
    last: Promise.resolve(),
  };
}

async function scanOn(scan: Scan, path: string, row: SegmentRow, timescale: number): Promise<void> {
  const file = await openSegmentFile(path);
  try {
    scan.source.forget();
    for (;;) {
      const fragment = await nextOf(scan, file);
      if (fragment === null) return;
      scan.entries.push(entryOf(fragment, row, timescale));
    }
  } finally {
    await file.close();
  }
}

/** Asks the scanner again after each read it lacked: it changes nothing until it has all bytes of a fragment. */
async function nextOf(scan: Scan, file: FileHandle): Promise<ScannedFragment | null> {
  for (;;) {
    try {
      return scan.scanner.next();
    } catch (error) {
      if (!(error instanceof BytesNeeded)) throw error;
      await scan.source.fetch(file, error.offsetBytes, error.lengthBytes);
    }
  }
}

/** Interrupts a synchronous scanner where it needs bytes that come asynchronously. */
class BytesNeeded extends Error {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  constructor(offsetBytes: number, lengthBytes: number) {
    super();
    this.offsetBytes = offsetBytes;
    this.lengthBytes = lengthBytes;
  }
}

class AwaitedBytes {
  #offsetBytes = 0;
  #lengthBytes = 0;
  #bytes = new Uint8Array(0);

  readonly readAt = (offsetBytes: number, lengthBytes: number): Uint8Array => {
    const within = offsetBytes - this.#offsetBytes;
    if (within < 0 || within + lengthBytes > this.#lengthBytes)
      throw new BytesNeeded(offsetBytes, lengthBytes);
    return this.#bytes.subarray(within, within + lengthBytes);
  };

  async fetch(file: FileHandle, offsetBytes: number, lengthBytes: number): Promise<void> {
    const buffer = new Uint8Array(lengthBytes);
    const { bytesRead } = await file.read(buffer, 0, lengthBytes, offsetBytes);
    this.#offsetBytes = offsetBytes;
    this.#lengthBytes = lengthBytes;
    this.#bytes = buffer.subarray(0, bytesRead);
  }

  /** The file may have grown since. */
  forget(): void {
    this.#lengthBytes = 0;
  }
}

function entryOf(fragment: ScannedFragment, row: SegmentRow, timescale: number): FragmentEntry {
  const sinceStartMs = Math.round(((fragment.startTicks - row.startTicks) * 1000) / timescale);
  return {
    offsetBytes: fragment.offsetBytes,
    sizeBytes: fragment.sizeBytes,
    tableBytes: fragment.tableBytes,
    wallStartUnixMs: fragment.wallStartUnixMs ?? row.startUnixMs + sinceStartMs,
    startTicks: fragment.startTicks,
    durationTicks: fragment.durationTicks,
    sampleCount: fragment.samples.length,
    startsOnSync: fragment.samples[0]?.sync === true,
    hasSync: fragment.samples.some((sample) => sample.sync),
  };
}
