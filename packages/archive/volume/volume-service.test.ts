/** What the volume's thread owes its client, whatever the disk does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { expect, test } from 'vitest';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;

test('every tick is answered with the condition, also when the disk refuses again: the next tick waits for it', (context) => {
  const root = mkdtempSync(join(tmpdir(), 'matlang-volume-'));
  context.onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(10);
  volume.storage.fault = () => 'ENOSPC';
  volume.record(2);
  for (let tick = 0; tick < 40; tick += 1) {
    const before = volume.reports.length;
    volume.nowUnixMs += 500;
    volume.do({ type: 'tick' });
    const answers = volume.reports.slice(before).filter(({ type }) => type === 'condition');
    expect(answers).toMatchObject([{ condition: { state: 'full' } }]);
  }
  volume.close();
});
