/** The holds in force, as the disks know them: for whoever is told what is kept and why. */
import type { VolumesNow } from '../reading/volume-set.ts';

/** One hold that is not lifted, once however many volumes know it. Instants in Unix ms. */
export interface KeptHold {
  readonly id: string;
  readonly cameraId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
}

/** Those that are reviewed first come first. Volumes that can't be read are left out. */
export function keptHolds({ open }: VolumesNow): readonly KeptHold[] {
  const holds = new Map<string, KeptHold>();
  for (const volume of open)
    for (const row of volume.index.holds()) {
      if (row.liftedUnixMs !== null) continue;
      const { id, cameraId, startUnixMs, endUnixMs, reason, owner, reviewUnixMs } = row;
      holds.set(id, { id, cameraId, startUnixMs, endUnixMs, reason, owner, reviewUnixMs });
    }
  return [...holds.values()].toSorted((left, right) => left.reviewUnixMs - right.reviewUnixMs);
}
