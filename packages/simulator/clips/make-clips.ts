/**
 * Makes the bundled clips anew out of the scene generator: `node packages/simulator/clips/make-clips.ts`. The same
 * encoder gives the same bytes. Needs node-av. No clock is drawn: a recording would show a wrong one.
 */
import { writeFileSync } from 'node:fs';
import { createInitSegment, writeFragment } from '@matlang/media/mp4';
import type { Sample } from '@matlang/media/stream';
import { DEMO_CAMERAS, type DemoCameraPlan, MAIN_SIZE, SUB_SIZE } from '../cameras/commune.ts';
import { demoClipPath } from '../cameras/demo-clip-path.ts';
import { loadNodeAv } from '../encoder/node-av-encoder.ts';
import type { OpenEncoder } from '../encoder/picture-encoder.ts';
import { Scene } from '../scene/scene.ts';
import { withFrameNumber } from '../scene/scene-source.ts';
import { formatOfNals } from '../source/parameter-sets.ts';

const SECONDS = 8;
const CLOCK_HZ = 90_000;
/** 2026-01-01T00:00:00Z: where the movers stand in the first picture, and the files' creation time. */
const START_UNIX_MS = Date.UTC(2026, 0, 1);

async function makeClip(
  open: OpenEncoder,
  plan: DemoCameraPlan,
  index: number,
  kind: 'main' | 'sub',
): Promise<number> {
  const size = kind === 'main' ? MAIN_SIZE : SUB_SIZE;
  const framesPerSecond = kind === 'main' ? plan.mainFramesPerSecond : plan.subFramesPerSecond;
  const frames = framesPerSecond * SECONDS;
  const encoder = await open({
    ...size,
    effort: 'small',
    codec: plan.codec,
    framesPerSecond,
    gopFrames: framesPerSecond * 4,
  });
  const scene = new Scene({
    ...size,
    name: plan.name,
    seed: index + 1,
    landmark: plan.landmark,
    clock: null,
  });
  const samples: Sample[] = [];
  const data: Uint8Array[] = [];
  const head: Uint8Array[] = [];
  for (let i = 0; i < frames; i += 1) {
    const picture = scene.draw(START_UNIX_MS + (i * 1000) / framesPerSecond, i);
    const { nals, sync } = await encoder.encode(picture, i, i === 0);
    if (i === 0) head.push(...nals);
    const bytes = lengthPrefixed(withFrameNumber(plan.codec, nals, i));
    const durationTicks = CLOCK_HZ / framesPerSecond;
    data.push(bytes);
    samples.push({
      dtsTicks: i * durationTicks,
      compositionOffsetTicks: 0,
      durationTicks,
      sizeBytes: bytes.length,
      sync,
      leading: false,
      disposable: false,
    });
  }
  encoder.close();
  const format = formatOfNals(plan.codec, head, CLOCK_HZ);
  const init = createInitSegment({ format, creationUnixMs: START_UNIX_MS, cameraName: plan.name });
  const fragment = writeFragment({ sequenceNumber: 1, wallStartUnixMs: START_UNIX_MS, samples, data });
  writeFileSync(demoClipPath(plan, kind), Buffer.concat([init, fragment]));
  return init.length + fragment.length;
}

function lengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    bytes.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return bytes;
}

const loaded = await loadNodeAv();
if (loaded.open === null) throw new Error(`no encoder: ${loaded.reason}`);
let totalBytes = 0;
for (const [index, plan] of DEMO_CAMERAS.entries()) {
  for (const kind of ['main', 'sub'] as const) totalBytes += await makeClip(loaded.open, plan, index, kind);
}
process.stdout.write(`${totalBytes} bytes\n`);
