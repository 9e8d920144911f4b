/**
 * Remembers in `<data>/recorder/recorded-volumes.json` which paths outside of the data directory were recorded on: an empty folder at
 * one of them is the mount point of a disk that is away, not a new volume.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { VolumeStatistics } from '@matlang/archive';

/** A site has a handful of disks; paths that were given up stay known, so that a disk may come back. */
const MAX_PATHS = 256;

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'recorder', 'recorded-volumes.json');
}

/** Absolute paths. A file that is missing or makes no sense knows none: recording outranks it. */
export async function readRecordedVolumes(dataDirectory: string): Promise<ReadonlySet<string>> {
  try {
    const paths: unknown = JSON.parse(await readFile(fileOf(dataDirectory), 'utf8'));
    const known = Array.isArray(paths) ? paths : [];
    return new Set(known.filter((path): path is string => typeof path === 'string' && isAbsolute(path)));
  } catch {
    return new Set();
  }
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
  const file = fileOf(dataDirectory);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify([...paths].slice(-MAX_PATHS)), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch {
    // It is noted at the next start.
  }
}
