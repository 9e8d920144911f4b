/** Small honest inputs of each kind that the MP4 readers read: what the fuzzer mutates. */
import type { AudioFormat, Sample } from '../stream/index.ts';
import { ExportRunBuilder } from './export-run.ts';
import { writeFragment } from './fragment.ts';
import { createInitSegment } from './init-segment.ts';
import { planProgressiveMovie } from './progressive-plan.ts';
import { readInitSegment } from './read-init-segment.ts';

const format: AudioFormat = {
  kind: 'audio',
  codec: 'aac',
  timescale: 48_000,
  sampleRateHz: 48_000,
  channels: 2,
  audioSpecificConfig: new Uint8Array([0x11, 0x90]),
  codecString: 'mp4a.40.2',
};
const samples: Sample[] = [0, 1, 2].map((index) => ({
  dtsTicks: index * 1024,
  compositionOffsetTicks: index === 1 ? 7 : 0,
  durationTicks: 1024,
  sizeBytes: 4,
  sync: true,
  leading: false,
  disposable: false,
}));

/** An init segment, a fragment, a segment and a progressive movie. */
export function mp4FuzzSeeds(): Uint8Array[] {
  const init = createInitSegment({ format, creationUnixMs: 0, cameraName: 'x' });
  const data = samples.map(() => new Uint8Array(4));
  const fragment = writeFragment({ sequenceNumber: 1, wallStartUnixMs: 1, samples, data });
  const builder = new ExportRunBuilder();
  builder.append(samples, 0, 0);
  const plan = planProgressiveMovie({
    tracks: [
      {
        kind: 'audio',
        sampleEntry: readInitSegment(init).sampleEntry,
        timescale: 48_000,
        runs: [builder.finish({ movieStartTicks: 100, mediaStartTicks: 50, durationTicks: 2000 })],
      },
    ],
    creationUnixMs: 0,
    cameraName: 'x',
  });
  const movie = joined(plan.header, ...data);
  return [init, fragment, joined(init, fragment, fragment), movie];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
