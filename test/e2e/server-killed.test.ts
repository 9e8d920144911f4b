/** The server is killed again and again, busy or not yet ready: the recorder does not notice. */
import { temporaryDirectory, until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { numberedSource, serveNumbered } from '../rig/numbered-camera.ts';
import { numbersOf, readSamples } from './recorded-samples.ts';
import { startRecording } from './recording.ts';
import { ask, startServer } from './site-server.ts';

const KILLS = 10;

interface Timeline {
  readonly spans: readonly { readonly start: number; readonly end: number; readonly stream: string }[];
  readonly gaps: readonly { readonly cause: string }[];
}

test('ten times SIGKILL: not a picture is missing, the time line has no gap', {
  timeout: 120_000,
}, async (context) => {
  const data = await temporaryDirectory(context);
  let server = await startServer(context, data);
  const recording = await startRecording(context, data, null);
  const camera = await serveNumbered(context, numberedSource({ frames: 5000 }));
  const { id } = await ask<{ id: string }>(`${server.url}cameras`, {
    name: 'Cổng chợ',
    main: { url: camera.url },
    record: 'main',
  });
  await recording.untilRecorded([id], 1000);
  const beginMs = Date.now() - 60_000;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const span = `from=${beginMs}&to=${Date.now() + 60_000}`;
    // In flight when it dies: questions, a playlist that stays open, an export, a new camera to write down.
    const requests = [
      ask(`${server.url}status`),
      ask(`${server.url}cameras/${id}/timeline?${span}`),
      fetch(`${server.url}cameras/${id}/hls.m3u8?${span}`),
      fetch(`${server.url}cameras/${id}/export.mp4?from=${beginMs}&to=${Date.now()}`).then((answer) =>
        answer.arrayBuffer(),
      ),
      ask(`${server.url}cameras`, { name: `Máy ${kill}`, main: { url: 'rtsp://127.0.0.1:1/' } }),
    ];
    const answers = Promise.allSettled(requests);
    await new Promise((resolve) => setTimeout(resolve, kill * 15));
    await server.process.kill('SIGKILL');
    await answers;
    server = await startServer(context, data);
  }
  const killedUntil = camera.sent.length;
  await until('pictures after the last kill on disk', () => numbers().length > killedUntil);
  const recorded = numbers();
  const sent = camera.sent.map(({ number }) => number);
  expect(new Set(camera.sent.map(({ session }) => session)).size).toBe(1);
  expect(sent.length).toBeGreaterThan(killedUntil);
  expect(recorded).toEqual(Array.from({ length: recorded.length }, (_, i) => i));
  expect(recorded).toEqual(sent.slice(0, recorded.length));
  const timeline = await ask<Timeline>(
    `${server.url}cameras/${id}/timeline?from=${beginMs}&to=${Date.now() + 60_000}`,
  );
  expect(timeline.gaps).toEqual([]);
  expect(timeline.spans).toHaveLength(1);
  await recording.stop();
  expect(await recording.check()).toMatchObject({ clean: true, findings: [] });

  function numbers(): readonly number[] {
    return numbersOf(readSamples(recording.segmentFiles(id)));
  }
});
