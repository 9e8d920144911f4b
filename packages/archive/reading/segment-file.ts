/** Bytes of one segment file. */

/** An open file: `close` it. Reading fails with `ArchiveReadError`. */
export interface SegmentFile {
  /** Up to the last complete fragment: of an open segment it grows from call to call. */
  readonly sizeBytes: number;
  /** True when its bytes never change again: may be cached for ever. */
  readonly complete: boolean;
  readonly startUnixMs: number;
  /** Excluded; null while it is written. */
  readonly endUnixMs: number | null;
  /** Bytes `startByte` up to, not including, `endByte`. Chunks belong to who takes them. */
  read(startByte: number, endByte: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
