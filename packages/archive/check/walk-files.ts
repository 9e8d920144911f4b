/** All files of a volume that could be segments, day by day; what else lies there is named too. */
import {
  INDEX_FILE,
  JOURNAL_DIRECTORY,
  LOCK_FILE,
  PUT_ASIDE_DIRECTORY,
  parseSegmentPath,
  type SegmentName,
} from '../segment/segment-path.ts';
import type { Storage } from '../storage/storage.ts';

/** What lies in one day's directory of a stream, by names alone: no file was opened. Paths are relative to the volume. */
export interface WalkedDay {
  /** `camera/kind/day`. */
  readonly directory: string;
  /** By `seq`. */
  readonly segments: readonly { readonly path: string; readonly name: SegmentName }[];
  /** Paths of files that no segment is named like. */
  readonly others: readonly string[];
}

/** Files of ours in the root. */
const OUR_DIRECTORIES: readonly string[] = [JOURNAL_DIRECTORY, PUT_ASIDE_DIRECTORY, 'lost+found'];
const KNOWN = new RegExp(`^(${INDEX_FILE}|${LOCK_FILE})`);

/** In the order of names; `others` of the root and of foreign directories come as a day without segments. */
export function* walkDays(storage: Storage, root: string): Generator<WalkedDay> {
  const foreign: string[] = [];
  for (const camera of storage.list(root).toSorted()) {
    if (OUR_DIRECTORIES.includes(camera) || KNOWN.test(camera)) continue;
    if (storage.status(`${root}/${camera}`)?.kind !== 'directory') {
      foreign.push(camera);
      continue;
    }
    for (const kind of storage.list(`${root}/${camera}`).toSorted()) {
      for (const day of days(storage, root, `${camera}/${kind}`)) yield walkDay(storage, root, day);
    }
  }
  if (foreign.length > 0) yield { directory: '', segments: [], others: foreign };
}

function days(storage: Storage, root: string, directory: string): string[] {
  if (storage.status(`${root}/${directory}`)?.kind !== 'directory') return [];
  return storage
    .list(`${root}/${directory}`)
    .toSorted()
    .map((day) => `${directory}/${day}`)
    .filter((day) => storage.status(`${root}/${day}`)?.kind === 'directory');
}

function walkDay(storage: Storage, root: string, directory: string): WalkedDay {
  const segments: { path: string; name: SegmentName }[] = [];
  const others: string[] = [];
  for (const file of storage.list(`${root}/${directory}`)) {
    const path = `${directory}/${file}`;
    const name = parseSegmentPath(path);
    if (name === null) others.push(path);
    else segments.push({ path, name });
  }
  return { directory, segments: segments.toSorted((a, b) => a.name.seq - b.name.seq), others };
}
