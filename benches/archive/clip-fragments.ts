/** The load clip as fragments of a second, endlessly: what a recorder would append, without waiting for it. */
import { readFileSync } from 'node:fs';
import { createInitSegment, readAtBytes, readMovie, writeFragment } from '@matlang/media/mp4';
import type { Sample, StreamFormat } from '@matlang/media/stream';

export interface ClipFragments {
  readonly format: StreamFormat;
  readonly init: Uint8Array;
  /** Fragment `index` of an endless recording whose first begins at `startUnixMs`; in a buffer of its own. */
  fragment(index: number, startUnixMs: number): Uint8Array<ArrayBuffer>;
}

/** Reads a progressive MP4 whose length is a whole number of seconds and whose key frames lie on even seconds. */
export const openClipFragments = (file: string, framesPerSecond: number): ClipFragments => {
  const bytes = readFileSync(file);
  const track = readMovie(readAtBytes(bytes)).tracks[0];
  if (track === undefined) throw new TypeError(`${file} has no track`);
  const { format, timescale, sampleCount, sizesBytes, offsetsBytes, sync } = track;
  const ticksPerFrame = timescale / framesPerSecond;
  const perSecond: { readonly samples: readonly Sample[]; readonly data: readonly Uint8Array[] }[] = [];
  for (let first = 0; first + framesPerSecond <= sampleCount; first += framesPerSecond) {
    const indexes = Array.from({ length: framesPerSecond }, (_, i) => first + i);
    perSecond.push({
      samples: indexes.map((i) => ({
        dtsTicks: 0,
        compositionOffsetTicks: 0,
        durationTicks: ticksPerFrame,
        sizeBytes: sizesBytes[i] ?? 0,
        sync: sync[i] === 1,
        leading: false,
        disposable: false,
      })),
      data: indexes.map((i) => {
        const offset = offsetsBytes[i] ?? 0;
        return bytes.subarray(offset, offset + (sizesBytes[i] ?? 0));
      }),
    });
  }
  return {
    format,
    init: createInitSegment({ format, creationUnixMs: 0, cameraName: 'bench' }),
    fragment: (index, startUnixMs) => {
      const second = perSecond[index % perSecond.length];
      if (second === undefined) throw new TypeError(`${file} is shorter than a second`);
      const firstTicks = index * timescale;
      return writeFragment({
        sequenceNumber: index + 1,
        wallStartUnixMs: startUnixMs + index * 1000,
        samples: second.samples.map((sample, i) => ({ ...sample, dtsTicks: firstTicks + i * ticksPerFrame })),
        data: second.data,
      });
    },
  };
};
