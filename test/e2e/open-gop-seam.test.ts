/**
 * A camera with open GOPs that goes on as if nothing was when it is asked again: its second run begins at a recovery
 * point. An export over the seam is answered with its parts, and these show every picture that either run can show.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRtspServer, openClip, playClip } from '@matlang/simulator';
import { nalsOf, requireWitness, runProgram, temporaryDirectory, until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { seenPackets, shownFrames } from './displayed-frames.ts';
import { isSyncNal, readSamples } from './recorded-samples.ts';
import { startRecording } from './recording.ts';
import { ask, startServer } from './site-server.ts';

const RUN_MS = 3000;
const TIMESCALE = 90_000;
/** A picture that was sent before those it is shown after is on later than it came; the span asked for has to reach there. */
const REORDERING_MS = 1000;
/** Longer than the test: where the clip began anew there would be an IDR picture. */
const CLIP_SECONDS = 60;

interface SeveralParts {
  readonly error: { readonly code: string; readonly parts: readonly { readonly url: string }[] };
}

test('an export over a run that begins at a recovery point', { timeout: 120_000 }, async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  const directory = await temporaryDirectory(context);
  const clip = join(directory, 'clip.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25', '-t', String(CLIP_SECONDS)];
  const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-g', '12'];
  const open = ['-x264-params', 'open-gop=1:b-pyramid=2:scenecut=0'];
  await runProgram(ffmpeg, ['-v', 'error', ...picture, ...x264, ...open, clip]);
  const source = playClip(openClip(clip));
  context.onTestFinished(() => source.close());
  const camera = await createRtspServer({ mounts: [{ path: '/main', source }], firstRtpTime: 1000 });
  context.onTestFinished(() => camera.close());
  const data = join(directory, 'site');
  const { url: api } = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const startUnixMs = Date.now();
  const { id } = await ask<{ id: string }>(`${api}cameras`, {
    name: 'open GOP',
    main: { url: camera.urlOf('/main') },
    record: 'main',
  });
  await recording.untilRecorded([id], RUN_MS);
  camera.dropConnections();
  const secondRunMs = (): number => {
    const [, second] = recording.segmentFiles(id);
    const samples = second === undefined ? [] : readSamples([second]);
    return samples.length * 40;
  };
  await until('a second run', () => secondRunMs() > RUN_MS);
  await recording.stop();
  // What was signed at the stop is told to whoever keeps it outside of the volume.
  const told = recording.of('archive-event').filter(({ kind }) => kind === 'heads-signed');
  expect(JSON.stringify(told)).toContain(`${id}/main`);

  const runs = recording.segmentFiles(id).map((file) => readSamples([file]));
  expect(runs.length).toBe(2);
  const [first = [], second = []] = runs;
  const beginsWithIdr = [first, second].map(([head]) =>
    nalsOf(head?.data ?? new Uint8Array(0)).some((nal) => isSyncNal('h264', nal)),
  );
  expect(beginsWithIdr).toEqual([true, false]);

  const answer = await fetch(
    `${api}cameras/${id}/export.mp4?from=${startUnixMs}&to=${Date.now() + REORDERING_MS}`,
  );
  const { error } = (await answer.json()) as SeveralParts;
  expect([answer.status, error.code, error.parts.length]).toEqual([409, 'several-parts', 2]);
  const places = new Map((await shownFrames(ffmpeg, clip)).map((md5, index) => [md5, index]));
  for (const [at, { url }] of error.parts.entries()) {
    const file = join(directory, `part-${at}.mp4`);
    const part = await fetch(new URL(url, api));
    expect(part.status).toBe(200);
    writeFileSync(file, Buffer.from(await part.arrayBuffer()));
    const samples = runs[at] ?? [];
    const showable = samples.filter(({ ptsTicks }) => ptsTicks >= (samples[0]?.ptsTicks ?? 0)).length;
    expect((await seenPackets(file, TIMESCALE)).length).toBe(showable);
    const shown = (await shownFrames(ffmpeg, file)).map((md5) => places.get(md5) ?? -1);
    // Where the connection broke, references of pictures that came may be shown behind some that did not.
    const lastHole = shown.findLastIndex((place, i) => i > 0 && place !== (shown[i - 1] ?? 0) + 1);
    expect(lastHole === -1 || lastHole >= shown.length - 4).toBe(true);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(shown).not.toContain(-1);
    expect(shown.length).toBe(showable);
  }
});
