/** A start reads of the journal what it has to, however much there is: measured in docs/design/recovery.md. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VolumeHarness } from '@matlang/testkit/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeaseBook } from '../hold/lease-book.ts';
import { type FileHandle, NodeStorage } from '../storage/index.ts';
import { VolumeWriter } from '../volume/volume-writer.ts';

const START = Date.UTC(2026, 10, 24, 10, 0, 0);
const MAIN = { cameraId: 'camera-1', kind: 'main' } as const;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matlang-start-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

class CountingStorage extends NodeStorage {
  journalBytes = 0;
  readonly #journals = new Set<FileHandle>();

  override openRead(path: string): FileHandle {
    const file = super.openRead(path);
    if (path.includes('/journal/')) this.#journals.add(file);
    return file;
  }

  override read(file: FileHandle, offsetBytes: number, into: Uint8Array): number {
    const got = super.read(file, offsetBytes, into);
    if (this.#journals.has(file)) this.journalBytes += got;
    return got;
  }

  override close(file: FileHandle): void {
    this.#journals.delete(file);
    super.close(file);
  }
}

/** Bytes of the journal that opening it reads. */
function open(): number {
  const storage = new CountingStorage();
  const policy = {
    floorBytes: 0,
    defaultRetentionDays: 30,
    retentionDays: new Map(),
    leases: new LeaseBook(),
  };
  const output = { appended: () => undefined, warning: () => undefined };
  const time = { unixMs: START + 1_000_000, monotonicMs: 0 };
  const options = { storage, root, volumeId: 'v1', bootId: 'boot-1', policy, output };
  const writer = VolumeWriter.open(options, time);
  const { journalBytes } = storage;
  writer.abandon();
  return journalBytes;
}

test.each(['stopped', 'killed'])('after it was %s, a recorder reads the end of the journal only', (how) => {
  const volume = new VolumeHarness({ root, startUnixMs: START });
  volume.begin(MAIN);
  volume.do({ type: 'retention', cameraId: MAIN.cameraId, days: 200 / 86_400 });
  volume.record(900);
  if (how === 'stopped') volume.close();
  else {
    // As the kernel would: locks go, nothing is said.
    volume.storage.fault = () => 'EIO';
    volume.do({ type: 'event', atUnixMs: START, event: 'mark', detail: {} });
  }
  const journalBytes = statSync(join(root, 'journal', '2026-11-24')).size;
  // The last line byte, and what came since the last look of retention: 2 segments and a deletion.
  expect(open()).toBeLessThan(3000);
  expect(open()).toBeLessThan(3000);
  expect(journalBytes).toBeGreaterThan(10_000);
});
