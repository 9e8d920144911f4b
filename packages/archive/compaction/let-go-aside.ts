/** Files that recovery put aside go when a signed deletion stands for them, some days later. What is not proved stays for ever. */
import type { VolumeContext } from '../commit/volume-context.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import { PUT_ASIDE_DIRECTORY, parseSegmentPath } from '../segment/segment-path.ts';
import { TOMBSTONES_KEPT_MS } from './make-checkpoint.ts';
import type { SealScan } from './seal-scan.ts';

/** In one step: what a crash in the middle of a deletion leaves. */
const MOST_AT_ONCE = 256;

/** @throws the system's error */
export function letGoAside(context: VolumeContext, scan: SealScan, time: VolumeTime): void {
  const { storage, root, index } = context;
  let gone = 0;
  for (const directory of daysAside(context)) {
    let changed = false;
    for (const file of storage.list(`${root}/${PUT_ASIDE_DIRECTORY}/${directory}`)) {
      if (gone >= MOST_AT_ONCE) break;
      const name = parseSegmentPath(`${directory}/${file}`);
      const row = name === null ? null : index.stream(name.stream);
      if (name === null || row === null || index.segment(row.id, name.seq) !== null) continue;
      const stone = index.tombstone(row.id, name.seq);
      const isOld = stone !== null && stone.deletedUnixMs <= time.unixMs - TOMBSTONES_KEPT_MS;
      if (!isOld || stone.startUnixMs !== name.startUnixMs || !scan.isTrusted(name.stream, name.seq))
        continue;
      storage.unlink(`${root}/${PUT_ASIDE_DIRECTORY}/${directory}/${file}`);
      changed = true;
      gone += 1;
    }
    if (changed) storage.syncDirectory(`${root}/${PUT_ASIDE_DIRECTORY}/${directory}`);
  }
}

/** `camera/kind/day`. */
function daysAside({ storage, root }: VolumeContext): string[] {
  const aside = `${root}/${PUT_ASIDE_DIRECTORY}`;
  const below = (directories: readonly string[]): string[] =>
    directories.flatMap((directory) =>
      storage.list(`${aside}/${directory}`).map((name) => `${directory}/${name}`),
    );
  return below(below(storage.list(aside))).filter(
    (directory) => storage.status(`${aside}/${directory}`)?.kind === 'directory',
  );
}
