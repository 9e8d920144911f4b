/** The volumes of a reader: opened when they are there, said to be missing when not, opened anew when replaced. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IndexReader } from '../index/index-reader.ts';
import type { RunRow } from '../index/index-rows.ts';
import { SpanIndex } from '../index/span-index.ts';
import { ArchiveError } from '../port/archive-error.ts';
import { INDEX_FILE } from '../segment/segment-path.ts';
import { ArchiveReadError } from './archive-read-error.ts';
import { OpenSegments } from './open-segments.ts';
import type { VolumeState } from './stream-listing.ts';

/** Runs of an index never change, only come and go; beyond this many kept ones the memory is emptied. */
const MAX_KEPT_RUNS = 2000;

/** A volume whose index is open. */
export class OpenVolume {
  readonly id: string;
  readonly path: string;
  readonly index: IndexReader;
  readonly spans: SpanIndex;
  readonly openSegments = new OpenSegments();
  readonly #runs = new Map<number, RunRow>();

  /** @throws ArchiveError where the index can't be read */
  constructor(id: string, path: string) {
    this.id = id;
    this.path = path;
    this.index = IndexReader.open(path);
    try {
      this.spans = new SpanIndex(path);
    } catch (error) {
      this.index.close();
      throw error;
    }
  }

  close(): void {
    this.index.close();
    this.spans.close();
  }

  /** @throws ArchiveReadError `segment-gone` where retention took the run meanwhile */
  run(id: number): RunRow {
    const kept = this.#runs.get(id);
    if (kept !== undefined) return kept;
    const run = this.index.run(id);
    if (run === null) {
      throw new ArchiveReadError('segment-gone', `volume ${this.id} has no run ${id} any more`, {
        volumeId: this.id,
      });
    }
    if (this.#runs.size >= MAX_KEPT_RUNS) this.#runs.clear();
    this.#runs.set(id, run);
    return run;
  }
}

interface Slot {
  readonly id: string;
  readonly path: string;
  open: OpenVolume | null;
  /** Which file is open: a rebuilt index is another one. */
  identity: string;
}

/**
 * Those that can be asked, and what each is like. An open volume stays usable by who has it also after it was replaced.
 */
export interface VolumesNow {
  readonly open: readonly OpenVolume[];
  readonly states: readonly VolumeState[];
}

/** The volumes of one reader, in the order given; none is opened before the first `now`. */
export class VolumeSet {
  readonly #slots: readonly Slot[];
  #closed = false;

  constructor(locations: readonly { readonly id: string; readonly path: string }[]) {
    const ids = new Set(locations.map((location) => location.id));
    if (ids.size !== locations.length) throw new TypeError('volumes: two have the same id');
    this.#slots = locations.map(({ id, path }) => ({ id, path, open: null, identity: '' }));
  }

  /** Looks at each volume: one `stat`, and opening where something changed. */
  async now(): Promise<VolumesNow> {
    if (this.#closed) throw new ArchiveReadError('closed', 'the reader is closed');
    const found = await Promise.all(this.#slots.map((slot) => identityOf(slot.path)));
    if (this.#closed) throw new ArchiveReadError('closed', 'the reader is closed');
    const states = this.#slots.map((slot, at) => refresh(slot, found[at] ?? new Error('not looked at')));
    return { open: this.#slots.flatMap((slot) => slot.open ?? []), states };
  }

  close(): void {
    this.#closed = true;
    for (const slot of this.#slots) {
      slot.open?.close();
      slot.open = null;
    }
  }
}

async function identityOf(volumePath: string): Promise<string | Error> {
  try {
    const stats: Stats = await stat(join(volumePath, INDEX_FILE));
    return `${stats.dev}/${stats.ino}/${stats.birthtimeMs}`;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function refresh(slot: Slot, found: string | Error): VolumeState {
  const { id, path } = slot;
  if (found instanceof Error) {
    slot.open = null;
    const missing = 'code' in found && (found.code === 'ENOENT' || found.code === 'ENOTDIR');
    return {
      id,
      path,
      state: missing ? 'missing' : 'unreadable',
      detail: missing ? `no ${INDEX_FILE}` : found.message,
    };
  }
  if (slot.open !== null && slot.identity === found) return { id, path, state: 'ready', detail: null };
  // The index before is not closed: a question under way may still use it. It goes with its last user.
  slot.open = null;
  try {
    slot.open = new OpenVolume(id, path);
    slot.identity = found;
    return { id, path, state: 'ready', detail: null };
  } catch (error) {
    const missing = error instanceof ArchiveError && error.code === 'volume-missing';
    return { id, path, state: missing ? 'missing' : 'unreadable', detail: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
