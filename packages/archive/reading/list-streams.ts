/** Lists recorded streams over all volumes. */
import { streamName } from '../port/stream-key.ts';
import { loadSegment } from './loaded-segment.ts';
import type { RecordedStream, StreamListing } from './stream-listing.ts';
import type { VolumesNow } from './volume-set.ts';

interface Extent {
  readonly stream: RecordedStream;
  readonly newestStartUnixMs: number;
}

/**
 * Each stream once, with the volumes that hold it and its outermost instants; codec and size are those of its newest
 * run. A stream whose segments are all gone is still listed, with nulls for its instants. @param cameraId null: of all cameras
 */
export async function listStreams(
  { open, states }: VolumesNow,
  cameraId: string | null = null,
): Promise<StreamListing> {
  const streams = new Map<string, Extent>();
  for (const volume of open) {
    for (const { id, stream } of volume.index.streams()) {
      if (cameraId !== null && stream.cameraId !== cameraId) continue;
      const first = volume.index.firstSegmentStartingAt(id, 0);
      const newest = volume.index.newestSegment(id);
      const run = newest === null ? volume.index.newestRun(id) : volume.run(newest.runId);
      const loaded = newest?.state === 'open' ? await loadSegment({ volume, stream, row: newest }) : newest;
      const key = streamName(stream);
      streams.set(
        key,
        union(streams.get(key), {
          newestStartUnixMs: newest?.startUnixMs ?? run?.startUnixMs ?? 0,
          stream: {
            stream,
            volumeIds: newest === null ? [] : [volume.id],
            firstUnixMs: first?.startUnixMs ?? null,
            lastUnixMs: loaded?.endUnixMs ?? newest?.startUnixMs ?? null,
            codecString: run?.codecString ?? null,
            widthPixels: run?.widthPixels ?? null,
            heightPixels: run?.heightPixels ?? null,
          },
        }),
      );
    }
  }
  return {
    streams: Array.from(streams.values(), (extent) => extent.stream),
    volumes: states,
  };
}

function union(known: Extent | undefined, added: Extent): Extent {
  if (known === undefined) return added;
  const newer = added.newestStartUnixMs >= known.newestStartUnixMs ? added : known;
  const [a, b] = [known.stream, added.stream];
  return {
    newestStartUnixMs: newer.newestStartUnixMs,
    stream: {
      ...newer.stream,
      volumeIds: [...a.volumeIds, ...b.volumeIds],
      firstUnixMs: pick(Math.min, a.firstUnixMs, b.firstUnixMs),
      lastUnixMs: pick(Math.max, a.lastUnixMs, b.lastUnixMs),
    },
  };
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}
