/**
 * One timer for all playouts of a process. A camera's frames are due at their own instants; with a hundred cameras a
 * timer each would cost more than the frames, so that all are looked after on a common beat.
 */

/** Frames go out at most this much late. */
const BEAT_MS = 5;

const beats = new Set<(nowMonotonicMs: number) => void>();
let timer: NodeJS.Timeout | null = null;

/** Calls `beat` every 5 ms until the answer is called. */
export function onBeat(beat: (nowMonotonicMs: number) => void): () => void {
  beats.add(beat);
  timer ??= setInterval(runBeats, BEAT_MS);
  return () => {
    beats.delete(beat);
    if (beats.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

function runBeats(): void {
  const now = performance.now();
  for (const beat of beats) beat(now);
}
