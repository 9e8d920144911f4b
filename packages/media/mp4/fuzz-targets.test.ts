/** Readers under inputs that are almost right: 20,000 each, the same in every run. */
import { describe, expect, it } from 'vitest';
import type { AudioFormat, Sample } from '../stream/index.ts';
import {
  createInitSegment,
  ExportRunBuilder,
  MP4_FUZZ_TARGETS,
  planProgressiveMovie,
  readInitSegment,
  writeFragment,
} from './index.ts';

const INPUTS = 20_000;
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

/** Numerical Recipes' generator: a fixed sequence, so that a finding can be found again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

function seeds(): Uint8Array[] {
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
  const movie = Buffer.concat([plan.header, ...data]);
  return [init, fragment, Buffer.concat([init, fragment, fragment]), movie].map(
    (bytes) => new Uint8Array(bytes),
  );
}

const SIGNIFICANT = [0, 1, 7, 8, 16, 0x7f, 0x80, 0xff];

function mutate(seed: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = seed.slice(0, random(4) === 0 ? random(seed.length + 1) : seed.length);
  for (let changes = random(6); changes > 0 && bytes.length > 0; changes -= 1) {
    const at = random(bytes.length);
    const kind = random(3);
    if (kind === 0) bytes[at] = SIGNIFICANT[random(SIGNIFICANT.length)]!;
    else if (kind === 1) bytes[at] = random(256);
    else bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  }
  return bytes;
}

describe('every reader returns or refuses', () => {
  it.each(MP4_FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s', (_name, target) => {
    const random = createRandom(20_261_124);
    const corpus = seeds();
    for (let i = 0; i < INPUTS; i += 1) {
      const bytes = mutate(corpus[i % corpus.length]!, random);
      try {
        target.run(bytes);
      } catch (error) {
        expect.fail(`input ${i}: ${Buffer.from(bytes).toString('hex')}: ${String(error)}`);
      }
    }
  });
});
