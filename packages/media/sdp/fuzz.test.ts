import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzTargets } from './fuzz-targets.ts';

const SEED = [
  'v=0',
  's=Media Server',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=framerate:15.0',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z2QAHg==,aO4=; x',
  'a=control:trackID=0',
  'm=audio 0 RTP/AVP 97',
  'a=rtpmap:97 MPEG4-GENERIC/48000/2',
].join('\r\n');

/** A description with bytes changed, parts repeated and cut. */
const mutated = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
    fc.nat(),
    fc.nat(),
    fc.nat(3),
  )
  .map(([changes, from, length, times]) => {
    const at = from % SEED.length;
    const part = SEED.slice(at, at + (length % 80));
    const bytes = Buffer.from(SEED.slice(0, at) + part.repeat(times) + SEED.slice(at));
    for (const [place, value] of changes) bytes[place % bytes.length] = value;
    return bytes;
  });

/** One input takes microseconds; this is a hang. */
const MOST_MS = 1_000;

for (const target of fuzzTargets) {
  test(`${target.name}: 20,000 inputs`, () => {
    let slowestMs = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const started = performance.now();
        target.run(bytes);
        slowestMs = Math.max(slowestMs, performance.now() - started);
      }),
      { numRuns: 20_000 },
    );
    expect(slowestMs).toBeLessThan(MOST_MS);
  });
}
