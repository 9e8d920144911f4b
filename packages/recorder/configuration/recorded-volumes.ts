/**
 * Remembers in `<data>/recorder/recorded-volumes.json` which paths outside of the data directory were recorded on: an empty folder at
 * one of them is the mount point of a disk that is away, not a new volume.
 */
import { isAbsolute, join } from 'node:path';
import type { VolumeStatistics } from '@matlang/archive';
import { readRemembered, writeRemembered } from './remembered-file.ts';

const FILE = 'recorded-volumes.json';

/** A site has a handful of disks; paths that were given up stay known, so that a disk may come back. */
const MAX_PATHS = 256;

/** Absolute paths. A file that is missing or makes no sense knows none: recording outranks it. */
export function readRecordedVolumes(dataDirectory: string): ReadonlySet<string> {
  const paths = readRemembered(dataDirectory, FILE);
  const known: readonly unknown[] = Array.isArray(paths) ? paths : [];
  return new Set(known.filter((path): path is string => typeof path === 'string' && isAbsolute(path)));
}

/** Adds the volumes that record now; a disk on which that can't be written is no reason not to record. */
export async function noteRecordedVolumes(
  dataDirectory: string,
  known: ReadonlySet<string>,
  volumes: readonly VolumeStatistics[],
): Promise<void> {
  const paths = new Set(known);
  for (const { path, state } of volumes) {
    if (state === 'recording' && !path.startsWith(join(dataDirectory, '/'))) {
      paths.add(path);
    }
  }
  if (paths.size === known.size) {
    return;
  }
  try {
    await writeRemembered(dataDirectory, FILE, [...paths].slice(-MAX_PATHS));
  } catch {
    // It is noted at the next start.
  }
}
