/** Footage that is deleted while an export of it is planned: refused, not silently shorter. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ExportRequest, openArchiveReader } from '../reading.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
const FRAGMENTS_A_PART = 90;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-export-'));
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.record(300);
  volume.close();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Five minutes in parts of a minute and a half; `beforePart` is called as each is begun. */
async function plan(beforePart: (number: number) => void) {
  const reader = openArchiveReader({ volumes: [{ id: 'v1', path: root }] });
  let parts = 0;
  const request: ExportRequest = {
    cameraId: MAIN.cameraId,
    stream: 'main',
    fromUnixMs: START,
    toUnixMs: START + 300_000,
    withAudio: false,
    cameraName: 'Cầu Bến Đá',
    get maxPartFragments() {
      beforePart(parts++);
      return FRAGMENTS_A_PART;
    },
  };
  try {
    return await reader.planExport(request);
  } finally {
    reader.close();
  }
}

/** Row and fragments, as a deletion of the recorder's takes them away. */
function deleteSegment(seq: number): void {
  const database = new DatabaseSync(join(root, 'index.sqlite'));
  database.exec(`DELETE FROM segment_fragments WHERE segment_id IN (SELECT id FROM segment WHERE seq = ${seq});
    DELETE FROM segment WHERE seq = ${seq}`);
  database.close();
}

test('the segment that the next part begins in is deleted: the plan is refused', async () => {
  const whole = await plan(() => undefined);
  expect(whole.parts.at(-1)?.spans.at(-1)?.endUnixMs).toBe(START + 300_000);
  const refused = plan((number) => {
    if (number === 1) deleteSegment(1);
  });
  await expect(refused).rejects.toMatchObject({
    code: 'segment-gone',
    details: { volumeId: 'v1', seq: 1 },
  });
});

test('one that lies in the middle of a later part is a gap of it', async () => {
  const planned = await plan((number) => {
    if (number === 1) deleteSegment(3);
  });
  expect(planned.parts.flatMap(({ gaps }) => gaps)).toMatchObject([
    { startUnixMs: START + 180_000, endUnixMs: START + 240_000 },
  ]);
  expect(planned.parts.at(-1)?.spans.at(-1)?.endUnixMs).toBe(START + 300_000);
});
