/** The coded pictures of a movie file, for tests that push them one by one. */
import { readFileSync } from 'node:fs';
import { readAtBytes, readMovie } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import type { CodedPicture } from '../picture/picture-engine.ts';

/** In decoding order. */
export interface Clip {
  readonly format: VideoFormat;
  readonly pictures: readonly CodedPicture[];
}

/** With the numbers of its sync samples. */
export interface ClipWithSyncs extends Clip {
  readonly syncs: readonly number[];
}

/** @throws Error where the file has no picture */
export function readClip(file: string): ClipWithSyncs {
  const bytes = readFileSync(file);
  const [track] = readMovie(readAtBytes(bytes)).tracks;
  if (track?.format.kind !== 'video') throw new Error('no picture');
  const pictures = Array.from(track.sizesBytes, (sizeBytes, at) => {
    const offset = track.offsetsBytes[at] ?? 0;
    const dtsTicks = track.dtsTicks[at] ?? 0;
    const ptsTicks = dtsTicks + (track.compositionOffsetsTicks[at] ?? 0);
    return { data: bytes.subarray(offset, offset + sizeBytes), dtsTicks, ptsTicks };
  });
  const syncs = Array.from(track.sync.entries()).flatMap(([at, sync]) => (sync === 1 ? [at] : []));
  return { format: track.format, pictures, syncs };
}
