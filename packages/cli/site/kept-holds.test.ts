/** What `matlang check` says of holds, from a real archive. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@matlang/archive';
import { expect, onTestFinished, test } from 'vitest';
import { describeHolds, readKeptHolds } from './kept-holds.ts';

const NOW = Date.UTC(2026, 1, 15, 8, 0, 0);
const DAY = 86_400_000;
const CAMERA = '01890000-0000-7000-8000-000000000001';

test('holds in force are named with reason, owner and day of review, overdue ones first; lifted ones are not', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'matlang-holds-')), 'archive');
  onTestFinished(() => rm(join(path, '..'), { recursive: true, force: true }));
  await mkdir(path);
  const archive = await openArchive({
    volumes: [{ id: 'default', path, floorBytes: 0 }],
    bootId: 'test',
    now: () => ({ unixMs: NOW, monotonicMs: 0 }),
    signer: null,
  });
  const hold = (id: string, reason: string, reviewUnixMs: number) =>
    archive.hold({
      id: `01890000-0000-7000-8000-00000000000${id}`,
      cameraId: CAMERA,
      startUnixMs: NOW - 3_600_000,
      endUnixMs: NOW - 1_800_000,
      reason,
      owner: 'Đại uý Hà',
      reviewUnixMs,
      byAdministrator: true,
    });
  await hold('a', 'vụ mất xe', NOW + 30 * DAY);
  await hold('b', 'tai nạn', NOW - DAY);
  await hold('c', 'đã xong', NOW + DAY);
  await archive.liftHold('01890000-0000-7000-8000-00000000000c', 'test', NOW);
  await archive.close(NOW);

  const volumes = [
    { id: 'default', path },
    { id: 'away', path: `${path}-away` },
  ];
  const holds = await readKeptHolds(volumes);
  const told = describeHolds(holds, new Map([[CAMERA, 'Cổng chợ']]), NOW)?.vi.split('\n') ?? [];
  expect(told[0]).toBe('Khoá không xoá: 2 khoá, 1 quá hạn rà soát.');
  expect(told[1]).toMatch(/^ {2}Cổng chợ, .+: tai nạn \(Đại uý Hà, xem lại 14\/02\/2026\)$/);
  expect(told[2]).toContain('vụ mất xe');
  expect(told).toHaveLength(3);
  expect(describeHolds([], new Map(), NOW)).toBeNull();
});
