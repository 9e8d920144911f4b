/** still.jpg from the archive: with the system's cache of files dropped before, asked for the first time, and again. Size: pictures. */
import { createSeededRandom } from '@matlang/simulator';
import { dropFileCache } from '../measure/file-cache.ts';
import { publish } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import { type ArchiveSite, SEGMENT_MS } from './archive-site.ts';
import type { BenchRun, WebBench } from './bench.ts';

const PICTURES_A_SEGMENT = 5;
/** Apart by more than a GOP: each has a key frame of its own. */
const APART_MS = 10_000;
const WIDTH = 640;
const STARTING_MS = 20_000;

const stillAddress = ({ url, cameraIds }: ArchiveSite, unixMs: number): URL =>
  new URL(`/api/v1/cameras/${cameraIds[0] ?? ''}/still.jpg?at=${unixMs}&width=${WIDTH}`, url);

const ask = async (address: URL): Promise<number> => {
  const startMs = performance.now();
  const answer = await fetch(address);
  const bytes = await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${address.href}: ${answer.status} ${Buffer.from(bytes).toString()}`);
  return performance.now() - startMs;
};

/** The server may not have found the analyst yet. */
const askUntilThere = async (address: URL): Promise<number> => {
  const endMs = performance.now() + STARTING_MS;
  for (;;) {
    try {
      return await ask(address);
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};

const run = async ({ size: pictures, archive }: BenchRun): Promise<void> => {
  const site = await archive();
  const random = createSeededRandom(44);
  const instants: number[] = [];
  while (instants.length <= 2 * pictures) {
    const segment = site.segmentsFrom(random, 1);
    site.place(segment, 1, 1);
    const start = site.startUnixMs + segment * SEGMENT_MS;
    for (let picture = 0; picture < PICTURES_A_SEGMENT; picture += 1)
      instants.push(start + 1000 + picture * APART_MS);
  }
  const [first = 0, ...all] = instants
    .slice(0, 2 * pictures + 1)
    .map((unixMs) => stillAddress(site, unixMs).href);
  const [others, unread] = [all.slice(0, pictures), all.slice(pictures)];
  const firstMs = await askUntilThere(new URL(first));
  const known: number[] = [];
  for (const address of others) known.push(await ask(new URL(address)));
  const cold: number[] = [];
  let refused: string | null = null;
  for (const address of unread) {
    refused = dropFileCache();
    if (refused !== null) break;
    cold.push(await ask(new URL(address)));
  }
  // Each again at once: what is kept is bounded, and an old one may be gone.
  const warm: number[] = [];
  for (const address of others) {
    await ask(new URL(address));
    warm.push(await ask(new URL(address)));
  }
  const [coldP95, warmP95] = [percentile(cold, 95), percentile(warm, 95)];
  publish({
    bench: 'web-still',
    figures: [
      {
        name: `still.jpg, ${WIDTH} wide of 1080p, warm: p95 (median) of ${pictures}`,
        value: `${warmP95.toFixed(1)} ms (${median(warm).toFixed(1)} ms)`,
        goal: 'p95 <= 20 ms',
        reached: warmP95 <= 20,
      },
      {
        name: `the same, cold: the system's cache of files dropped before each`,
        value: refused ?? `${coldP95.toFixed(1)} ms (${median(cold).toFixed(1)} ms)`,
        goal: 'p95 <= 150 ms',
        reached: refused === null && coldP95 <= 150,
      },
      {
        name: 'the same, asked for the first time, its file in the cache',
        value: `${percentile(known, 95).toFixed(1)} ms (${median(known).toFixed(1)} ms)`,
        goal: null,
        reached: null,
      },
      {
        name: 'the first of all, with what had to start for it',
        value: `${firstMs.toFixed(0)} ms`,
        goal: null,
        reached: null,
      },
    ],
    raw: { pictures, firstMs, cold, known, warm },
  });
};

export const still: WebBench = { unit: 'pictures', full: 100, short: 4, run };
