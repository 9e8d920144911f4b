/** Where a camera's streams lie: looked up once a question. */
import { STREAM_KINDS, type StreamKey } from '../port/stream-key.ts';
import type { OpenVolume } from '../reading/volume-set.ts';

/** A stream as one volume knows it. */
export interface StreamOnVolume {
  readonly volume: OpenVolume;
  readonly stream: StreamKey;
  readonly streamId: number;
}

/** In the order of the volumes, of each kind that any volume knows. */
export function streamsOnVolumes(
  volumes: readonly OpenVolume[],
  cameraId: string,
): (readonly StreamOnVolume[])[] {
  return STREAM_KINDS.map((kind) => streamOnVolumes(volumes, { cameraId, kind })).filter(
    (places) => places.length > 0,
  );
}

/** One stream, in the order of the volumes; empty where none knows it. */
export function streamOnVolumes(volumes: readonly OpenVolume[], stream: StreamKey): StreamOnVolume[] {
  return volumes.flatMap((volume) => {
    const row = volume.index.stream(stream);
    return row === null ? [] : [{ volume, stream, streamId: row.id }];
  });
}
