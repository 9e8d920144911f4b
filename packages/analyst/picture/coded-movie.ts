/** Coded pictures as a small fragmented MP4 for a program that reads a pipe: times begin at 0, so that filters can compare them. */
import { createInitSegment, writeFragment } from '@matlang/media/mp4';
import type { Sample } from '@matlang/media/stream';
import type { CodedPicture, PictureRequest } from './picture-engine.ts';

/** Of the last one, whose duration nobody knows: any that is there. */
const LAST_DURATION_TICKS = 3000;

/** The movie, and the wanted picture's presentation time in it. */
export interface CodedMovie {
  readonly bytes: readonly Uint8Array[];
  readonly ptsTicks: number;
}

/** @throws TypeError where times or sets fit no box */
export function codedMovie({ format, pictures, ptsTicks }: PictureRequest): CodedMovie {
  const origin = pictures[0]?.dtsTicks ?? 0;
  const init = createInitSegment({ format, creationUnixMs: 0, cameraName: '' });
  const fragments = pictures.map((picture, at) =>
    writeFragment({
      sequenceNumber: at + 1,
      wallStartUnixMs: 0,
      prft: false,
      samples: [sampleOf(picture, origin, pictures[at + 1], at === 0)],
      data: [picture.data],
    }),
  );
  return { bytes: [init, ...fragments], ptsTicks: ptsTicks - origin };
}

function sampleOf(
  { dtsTicks, ptsTicks, data }: CodedPicture,
  origin: number,
  next: CodedPicture | undefined,
  sync: boolean,
): Sample {
  return {
    dtsTicks: dtsTicks - origin,
    compositionOffsetTicks: ptsTicks - dtsTicks,
    durationTicks: next === undefined ? LAST_DURATION_TICKS : next.dtsTicks - dtsTicks,
    sizeBytes: data.length,
    sync,
    leading: false,
    disposable: false,
  };
}
