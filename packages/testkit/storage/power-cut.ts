/** What a disk holds after the power went at a step of its log. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskOperation } from './simulated-storage.ts';

/**
 * What of the un-synced survives. `dropped`: nothing, neither bytes nor names; `kept`: all, as after a kill; `torn`: names, and
 * half of the bytes.
 */
export const CUT_VARIANTS = ['dropped', 'kept', 'torn'] as const;

/** One of `CUT_VARIANTS`: how much luck a power cut has with what was not synced. */
export type CutVariant = (typeof CUT_VARIANTS)[number];

interface File {
  live: Uint8Array;
  durableBytes: number;
}

/** Replays a log step by step. */
export class PowerCut {
  readonly #root: string;
  readonly #files = new Map<number, File>();
  readonly #live = new Map<string, number | 'directory'>();
  readonly #durable = new Map<string, number | 'directory'>();
  #snapshot: Uint8Array | null = null;
  #nextInode = 1;

  constructor(root: string) {
    this.#root = root;
  }

  apply(operation: DiskOperation): void {
    switch (operation.type) {
      case 'create':
        this.#live.set(operation.path, this.#nextInode);
        this.#files.set(this.#nextInode, { live: new Uint8Array(0), durableBytes: 0 });
        this.#nextInode += 1;
        return;
      case 'append': {
        const file = this.#file(operation.inode);
        file.live = new Uint8Array(Buffer.concat([file.live, operation.bytes]));
        return;
      }
      case 'sync-data': {
        const file = this.#file(operation.inode);
        file.durableBytes = file.live.length;
        return;
      }
      case 'truncate': {
        const file = this.#file(operation.inode);
        file.live = file.live.slice(0, operation.sizeBytes);
        file.durableBytes = file.live.length;
        return;
      }
      case 'sync-directory':
        this.#syncDirectory(operation.path);
        return;
      case 'make-directory':
        this.#live.set(operation.path, 'directory');
        return;
      case 'unlink':
      case 'remove-directory':
        this.#live.delete(operation.path);
        return;
      case 'rename': {
        const node = this.#live.get(operation.from);
        if (node !== undefined) this.#live.set(operation.to, node);
        this.#live.delete(operation.from);
        return;
      }
      case 'commit':
        this.#snapshot = operation.snapshot;
        return;
    }
  }

  /** Writes what is left to a real, empty directory. */
  materialize(directory: string, variant: CutVariant): void {
    for (const [name, bytes] of this.#remains(variant)) {
      if (bytes === null) mkdirSync(join(directory, name), { recursive: true });
      else writeFileSync(join(directory, name), bytes);
    }
  }

  /** Names what is left: two cuts with the same digest leave the same disk. */
  digest(variant: CutVariant): string {
    const hash = createHash('sha256');
    for (const [name, bytes] of this.#remains(variant)) {
      hash.update(`${name}\0${bytes?.length ?? 'directory'}\0`);
      if (bytes !== null) hash.update(bytes);
    }
    return hash.digest('hex');
  }

  /** Bytes by name within the root, a directory before what is in it; null for a directory. */
  #remains(variant: CutVariant): ReadonlyMap<string, Uint8Array | null> {
    const names = variant === 'dropped' ? this.#durable : this.#live;
    const remains = new Map<string, Uint8Array | null>();
    for (const [path, node] of [...names].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (!this.#reachable(path, names)) continue;
      const bytes = node === 'directory' ? null : this.#left(this.#file(node), variant);
      remains.set(path.slice(this.#root.length + 1), bytes);
    }
    if (this.#snapshot !== null) remains.set('index.sqlite', this.#snapshot);
    return remains;
  }

  #left({ live, durableBytes }: File, variant: CutVariant): Uint8Array {
    if (variant === 'kept') return live;
    if (variant === 'dropped') return live.subarray(0, durableBytes);
    return live.subarray(0, durableBytes + ((live.length - durableBytes) >> 1));
  }

  #reachable(path: string, names: ReadonlyMap<string, unknown>): boolean {
    const parent = path.slice(0, path.lastIndexOf('/'));
    return parent === this.#root || parent === '' || (names.has(parent) && this.#reachable(parent, names));
  }

  #syncDirectory(directory: string): void {
    const prefix = `${directory}/`;
    const inside = (path: string): boolean =>
      path.startsWith(prefix) && !path.slice(prefix.length).includes('/');
    for (const path of this.#durable.keys()) if (inside(path)) this.#durable.delete(path);
    for (const [path, node] of this.#live) if (inside(path)) this.#durable.set(path, node);
  }

  #file(inode: number): File {
    const file = this.#files.get(inode);
    if (file === undefined) throw new Error(`no file ${inode}`);
    return file;
  }
}
