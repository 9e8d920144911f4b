/** Steps from picture to picture: finds the one beside an instant, and waits for footage that it needs. */
import type { LoadedFootage } from './loaded-footage.ts';
import { pause } from './pause.ts';

/** How far a step looks for a picture: within a second or two, or as far as a slow camera's are apart. */
const REACHES_MS = [2000, 60_000] as const;
/** A step waits so long for footage. */
const PATIENCE_MS = 5000;
const LOOK_MS = 20;

/** Who fetches what a step needs. */
export interface FootageFetcher {
  readonly loaded: LoadedFootage;
  /** Aborted when another place is fetched instead; null: nothing is being fetched. */
  fetching(): AbortSignal | null;
  fetchFrom(unixMs: number): void;
}

/** When the picture behind (1) or before (-1) the one of the instant begins; null: there is none, or it did not come in time. */
export async function pictureBeside(
  fetcher: FootageFetcher,
  unixMs: number,
  direction: 1 | -1,
): Promise<number | null> {
  const { loaded } = fetcher;
  for (const reachMs of REACHES_MS) {
    const known = knownBeside(loaded, unixMs, direction);
    if (known !== null) return known;
    const from = direction === 1 ? unixMs : unixMs - reachMs;
    const to = direction === 1 ? unixMs + reachMs : unixMs;
    if (from < loaded.fromUnixMs || to > loaded.toUnixMs) {
      if (from < loaded.fromUnixMs || fetcher.fetching() === null) fetcher.fetchFrom(from);
      await come(loaded, fetcher.fetching(), unixMs, direction, to);
    }
  }
  return knownBeside(loaded, unixMs, direction);
}

function knownBeside({ frames }: LoadedFootage, unixMs: number, direction: 1 | -1): number | null {
  return direction === 1 ? frames.after(unixMs) : frames.before(unixMs);
}

async function come(
  loaded: LoadedFootage,
  fetching: AbortSignal | null,
  unixMs: number,
  direction: 1 | -1,
  toUnixMs: number,
): Promise<void> {
  if (fetching === null) return;
  const until = performance.now() + PATIENCE_MS;
  while (!fetching.aborted && performance.now() < until) {
    // Before a picture lies the one before it only when it is here itself.
    const isHere = loaded.toUnixMs > toUnixMs;
    if (isHere || (direction === 1 && knownBeside(loaded, unixMs, direction) !== null)) return;
    await pause(LOOK_MS, fetching);
  }
}
