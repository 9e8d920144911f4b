/**
 * The disk of the data folder fails, a real one, while the volume's own disk works: a recorder that starts then records, and the rest of the
 * site finds it as soon as the folder takes a socket again.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LinkClient, temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { configureSite, socketOf, startRecorderProcess, waitUntilReady } from '../rig/recorder-site.ts';
import { frameNumbersIn, segmentFilesOf } from '../rig/segment-files.ts';
import { LoopDisk } from './loop-disk.ts';
import { startRunningCameras } from './running-cameras.ts';

const SECONDS = 60;

/** A site on `disk` that has recorded before: its keys are there. */
async function siteOn(context: TestContext, disk: LoopDisk) {
  const data = disk.volume;
  const volume = join(await temporaryDirectory(context), 'volume');
  mkdirSync(volume);
  const cameras = await startRunningCameras({ count: 1, seconds: SECONDS });
  context.onTestFinished(() => cameras.close());
  const camera = cameras.cameras[0]!;
  configureSite(data, [{ id: camera.id, url: camera.url, volumeId: 'own' }], [{ id: 'own', path: volume }]);
  const first = await startRecorderProcess(data);
  context.onTestFinished(() => first.kill());
  await waitUntilReady(first);
  await first.kill('SIGTERM');
  camera.forget();
  const pictures = (): number =>
    segmentFilesOf(volume, camera.id).flatMap((file) => frameNumbersIn(file.path)).length;
  return { data, pictures };
}

async function expectRecordedUntilFound(
  context: TestContext,
  { data, pictures }: Awaited<ReturnType<typeof siteOn>>,
  heal: () => void,
): Promise<void> {
  const before = pictures();
  const recorder = await startRecorderProcess(data);
  context.onTestFinished(() => recorder.kill());
  await waitUntilReady(recorder);
  await until('pictures come on the volume', () => pictures() > before + 20, 30_000);
  heal();
  await recorder.waitForLine(/"link-opened"/, 30_000);
  const client = new LinkClient(socketOf(data));
  context.onTestFinished(async () => client.close());
  await until('it tells how it records', () => client.of('statistics').length > 0, 30_000);
  await recorder.kill('SIGTERM');
  expect(await recorder.ended).toMatchObject({ code: 0 });
}

test('a recorder that starts on a read-only data folder records', async (context) => {
  const disk = new LoopDisk(context);
  const site = await siteOn(context, disk);
  disk.makeReadOnly();
  await expectRecordedUntilFound(context, site, () => disk.makeWritable());
}, 120_000);
