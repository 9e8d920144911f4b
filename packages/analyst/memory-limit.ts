/**
 * A bound on all memory of this process, with what native decoders hold: recorded pictures may be as large, and refer to as many others, as
 * whoever sent them wanted. Beyond it the process ends and is started again; what was asked for is refused, and the machine stays the recorder's.
 */

/** Two 8K pictures with all that they refer to; 1080p takes 0.2 GiB. */
export const MAX_RESIDENT_BYTES = 2 * 1024 * 1024 * 1024;
/** A decoder takes some 50 MiB a picture at the most, and makes 20 of those a second. */
const LOOK_EVERY_MS = 250;

/** What is looked at, and what is done beyond the bound. */
export interface MemoryLimit {
  readonly residentBytes: () => number;
  readonly maxBytes: number;
  /** Called once. */
  readonly onBeyond: (residentBytes: number) => void;
}

/** Looks until it is beyond, or until the function that it gives back is called; keeps no process alive. */
export function watchMemory({ residentBytes, maxBytes, onBeyond }: MemoryLimit): () => void {
  const timer = setInterval(() => {
    const held = residentBytes();
    if (held <= maxBytes) return;
    clearInterval(timer);
    onBeyond(held);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
