/** A volume whose disk is not mounted: the empty folder under the mount point gets no archive until somebody says so. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkArchive } from '../check/index.ts';
import { LeaseBook } from '../hold/lease-book.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { unmountedMountPoint } from './mount-tables.ts';
import { openVolume } from './open-volume.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
let folder: string;
let root: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'matlang-mount-')));
  root = join(folder, 'footage');
  mkdirSync(root);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROOT_MOUNT = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
const mountOf = (point: string) => `40 27 8:1 / ${point} rw,noatime shared:1 - ext4 /dev/sda1 rw\n`;
const fstabOf = (point: string) =>
  `# disks\nUUID=1 / ext4 defaults 0 1\nUUID=2 ${point} ext4 noatime,nofail 0 2\n`;

const open = (path: string, mountInfo: string, fstab = fstabOf(root)) =>
  openVolume(
    {
      storage: new NodeStorage(),
      root: path,
      volumeId: 'v1',
      bootId: 'boot-1',
      policy: { floorBytes: 0, defaultRetentionDays: 30, retentionDays: new Map(), leases: new LeaseBook() },
      output: { appended: () => undefined, warning: () => undefined },
      mountTables: { fstab, mountInfo },
    },
    { unixMs: START, monotonicMs: 0 },
    null,
  ).release();

test('an empty mount point of fstab with nothing mounted is a missing volume and stays empty', async () => {
  expect(() => open(root, ROOT_MOUNT)).toThrow(
    expect.objectContaining({ code: 'volume-missing', message: expect.stringContaining('is not mounted') }),
  );
  expect(readdirSync(root)).toEqual([]);
  // A subfolder, and a link to it.
  const below = join(root, 'matlang');
  mkdirSync(below);
  symlinkSync(below, join(folder, 'link'));
  expect(() => open(below, ROOT_MOUNT)).toThrow(expect.objectContaining({ code: 'volume-missing' }));
  expect(() => open(join(folder, 'link'), ROOT_MOUNT)).toThrow(
    expect.objectContaining({ code: 'volume-missing' }),
  );
  expect(readdirSync(below)).toEqual([]);
});

test('an administrator who wants the archive there all the same says so', async () => {
  await checkArchive({ volumes: [{ id: 'v1', path: root }], rebuild: true, nowUnixMs: START });
  open(root, ROOT_MOUNT);
  expect(readdirSync(root)).toContain('journal');
});

test.each([
  ['the disk is mounted', (path: string) => mountOf(path), (path: string) => fstabOf(path)],
  ['the folder is no mount point', () => '', () => fstabOf('/srv/other')],
  ['a mount point has a like name', () => '', (path: string) => fstabOf(path.slice(0, -1))],
])('an empty folder is a new volume where %s', (_, mounted, fstab) => {
  open(root, ROOT_MOUNT + mounted(root), fstab(root));
  expect(readdirSync(root)).toContain('index.sqlite');
});

test('the tables are read with their escapes; without them nothing is said', () => {
  const fstab = fstabOf('/srv/h\\040ình/');
  expect(unmountedMountPoint('/srv/h ình/matlang', { fstab, mountInfo: ROOT_MOUNT })).toBe('/srv/h ình');
  expect(
    unmountedMountPoint('/srv/h ình', { fstab, mountInfo: ROOT_MOUNT + mountOf('/srv/h\\040ình') }),
  ).toBeNull();
  expect(unmountedMountPoint('/srv/h ình', { fstab, mountInfo: '' })).toBeNull();
  expect(unmountedMountPoint('/srv/h ình', { fstab: 'garbage\n\0\n', mountInfo: ROOT_MOUNT })).toBeNull();
});

test('a disk that is unmounted while it records: no archive under it, and it goes on when the disk is back', async () => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN, { fragmentsPerGop: 2 });
  volume.record(30);
  // What an unmount looks like: the first write fails, then the empty folder under the mount point shows.
  volume.storage.fault = () => 'EIO';
  volume.record(2);
  renameSync(root, `${root}.disk`);
  mkdirSync(root);
  volume.storage.fault = () => null;
  volume.record(20);
  expect(volume.condition).toMatchObject({
    state: 'failed',
    detail: expect.stringContaining('is not mounted'),
  });
  expect(readdirSync(root)).toEqual([]);
  rmSync(root, { recursive: true });
  renameSync(`${root}.disk`, root);
  volume.record(20);
  expect(volume.condition).toMatchObject({ state: 'recording' });
  volume.close();
  const report = await checkArchive({
    volumes: [{ id: 'v1', path: root }],
    deep: true,
    nowUnixMs: volume.nowUnixMs,
  });
  expect(report).toMatchObject({ clean: true, findings: [] });
});
