/**
 * A real disk to break: an ext4 file system in a file, mounted through a loop device. It can be filled, frozen, torn from its driver and mounted
 * again; all of that needs root and a kernel that lets us, else the test is skipped with the reason; in CI that is a failure.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FinishingContext, type SkippingContext, skipHere } from '@matlang/testkit';

/** Sparse: takes what is written. The archive leaves 2 GiB of any disk free. */
const SIZE = '4G';

export class LoopDisk {
  /** In the file system's root, so that it is gone when the disk is not mounted. */
  readonly volume: string;
  readonly #folder: string;
  readonly #image: string;
  readonly #mountPoint: string;
  #frozen = false;
  #mounted = false;

  /** Made, mounted and, when the test ends, removed whatever state it is in. */
  constructor(context: SkippingContext & FinishingContext) {
    this.#folder = mkdtempSync(join(tmpdir(), 'matlang-disk-'));
    this.#image = join(this.#folder, 'image');
    this.#mountPoint = join(this.#folder, 'mounted');
    this.volume = join(this.#mountPoint, 'archive');
    context.onTestFinished(async () => this.#remove());
    mkdirSync(this.#mountPoint);
    try {
      run('truncate', '-s', SIZE, this.#image);
      run('mkfs.ext4', '-q', '-m', '0', '-E', 'lazy_itable_init=1,lazy_journal_init=1', this.#image);
      this.mount();
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      skipHere(`no disk can be mounted here: ${reason}`, context);
    }
    mkdirSync(this.volume);
  }

  mount(): void {
    run('mount', '-o', 'loop', this.#image, this.#mountPoint);
    this.#mounted = true;
  }

  /** @throws where somebody still has a file of it open */
  unmount(): void {
    run('umount', this.#mountPoint);
    this.#mounted = false;
  }

  /** Another program takes all that is free, to the last block. */
  fill(): void {
    for (let part = 0; ; part += 1) {
      const { bavail, bsize } = statfsSync(this.#mountPoint);
      let blocks = bavail;
      while (blocks > 0 && !allocates(join(this.#mountPoint, `filler-${part}`), blocks * bsize)) blocks >>= 1;
      if (blocks === 0) return;
    }
  }

  /** And gives it back. */
  empty(): void {
    run('sh', '-c', 'rm -f "$0"/filler-*', this.#mountPoint);
  }

  /** From now on whoever writes waits. */
  freeze(): void {
    run('fsfreeze', '-f', this.#mountPoint);
    this.#frozen = true;
  }

  thaw(): void {
    run('fsfreeze', '-u', this.#mountPoint);
    this.#frozen = false;
  }

  /** What a disk does whose cable is loose: its file system's journal is gone, everything is read-only from here on. */
  abort(): void {
    run('mount', '-o', 'remount,abort', this.#mountPoint);
  }

  /** @throws where somebody has a file of it open for writing */
  makeReadOnly(): void {
    run('mount', '-o', 'remount,ro', this.#mountPoint);
  }

  makeWritable(): void {
    run('mount', '-o', 'remount,rw', this.#mountPoint);
  }

  #remove(): void {
    if (this.#frozen) this.thaw();
    if (this.#mounted) run('umount', '-l', this.#mountPoint);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function run(program: string, ...parameters: readonly string[]): void {
  execFileSync(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function allocates(path: string, sizeBytes: number): boolean {
  try {
    run('fallocate', '-l', String(sizeBytes), path);
    return true;
  } catch {
    return false;
  }
}
