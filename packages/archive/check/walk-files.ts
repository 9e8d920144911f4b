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

/** In the order of names; what stands where a directory should comes last, as a day without directory and segments. */
export function* walkDays(storage: Storage, root: string): Generator<WalkedDay> {
  const foreign: string[] = [];
  for (const camera of storage.list(root).toSorted()) {
    if (OUR_DIRECTORIES.includes(camera) || KNOWN.test(camera)) continue;
    if (!isDirectory(storage, root, camera)) {
      foreign.push(camera);
      continue;
    }
    for (const kind of storage.list(`${root}/${camera}`).toSorted()) {
      const directory = `${camera}/${kind}`;
      if (!isDirectory(storage, root, directory)) foreign.push(directory);
      else
        for (const day of storage.list(`${root}/${directory}`).toSorted()) {
          if (isDirectory(storage, root, `${directory}/${day}`))
            yield walkDay(storage, root, `${directory}/${day}`);
          else foreign.push(`${directory}/${day}`);
        }
    }
  }
  if (foreign.length > 0) yield { directory: '', segments: [], others: foreign };
}

function isDirectory(storage: Storage, root: string, path: string): boolean {
  return storage.status(`${root}/${path}`)?.kind === 'directory';
}

/** The directory between a volume's root and a path in it that is a link; null: none is. */
export function linkAbove(storage: Storage, root: string, path: string): string | null {
  const names = path.split('/');
  for (let count = 1; count < names.length; count += 1) {
    const directory = names.slice(0, count).join('/');
    if (storage.status(`${root}/${directory}`)?.kind === 'other') return directory;
  }
  return null;
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
