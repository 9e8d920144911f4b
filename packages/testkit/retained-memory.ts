/** What JavaScript keeps alive: the figure that a leak makes grow, whatever the collector was doing. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/** Bytes of this process's heap and of its buffers outside of it, after a full collection. Takes some ten milliseconds. */
export function retainedBytes(): number {
  collect ??= exposedCollector();
  collect();
  // Buffers that the first one found dead are counted until the second.
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new TypeError('V8 has no collector to call');
  return () => void gc();
}
