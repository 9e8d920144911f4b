import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FragmentScanner, readAtBytes, readInitSegment } from '@matlang/media/mp4';
import { createRtspServer, openClip, playClip, type RtspServer, type SourceUnit } from '@matlang/simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { MemoryArchive } from '../archive-for-tests.ts';
import { machineClocks } from '../clock/clocks.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { ReadPacer } from '../connection/read-pacer.ts';
import type { MediaStream } from '../stream/media-stream.ts';
import { RecordedCamera } from './recorded-camera.ts';

const clipPath = fileURLToPath(
  new URL('../../../../shared/clips/camera/kvs_street-dusk_h264_640x480.mp4', import.meta.url),
);

test('first light', async () => {
  const clip = openClip(clipPath);
  const sent: SourceUnit[] = [];
  const source = playClip(clip, {});
  const server = await createRtspServer({ mounts: [{ path: '/main', source }] });
  const archive = new MemoryArchive();
  const siteClock = new SiteClock(machineClocks);
  const states: string[] = [];
  const camera = new RecordedCamera({
    configuration: {
      id: '01990000-0000-7000-8000-000000000001',
      name: 'Cổng chợ',
      volumeId: 'main',
      enabled: true,
      main: { url: server.urlOf('/main') },
      transport: 'tcp',
      record: 'main',
      live: { main: true, sub: true },
      audio: { enabled: false, reason: null },
      retentionDays: 30,
    },
    credentials: null,
    archive,
    siteClock,
    pacer: new ReadPacer(machineClocks.monotonicMs),
    random: Math.random,
    onState: (stream) => states.push(JSON.stringify(stream.state)),
    log: (event, details) => console.log(event, details),
  });
  camera.start();
  const timer = setInterval(() => camera.tick(machineClocks.monotonicMs()), 250);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  clearInterval(timer);
  camera.stop(null);
  await server.close();
  source.close();
  console.log(
    states,
    archive.runs.map((r) => [
      r.start.reason,
      r.start.format.codecString,
      r.endUnixMs! - r.start.startUnixMs,
      r.fragments.map((f) => [
        f.wallStartUnixMs - r.start.startUnixMs,
        f.wallEndUnixMs - r.start.startUnixMs,
        f.startsOnSync,
        f.bytes.length,
      ]),
    ]),
    archive.gaps,
  );
}, 20000);
