/** Placing and lifting holds on one volume: footage with a reason, an owner and a date of review that is never deleted. */

import { commit } from '../commit/commit.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { HoldRow } from '../index/index-rows.ts';
import { REFUSED_ELSEWHERE } from '../journal/journal-entry.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import type { HoldRequest } from '../port/writer.ts';
import { heldBytes, heldSpans } from './held-spans.ts';

/** From this share of a volume on only an administrator may hold more: held footage is never deleted, so it can fill the disk. */
export const HOLD_SHARE_LIMIT = 0.6;

/**
 * False: this very hold is in force here already, from a command whose answer got lost.
 * @throws ArchiveError `hold-invalid`, `hold-exists`, `hold-lifted`, `hold-limit`
 */
export function placeHold(context: VolumeContext, request: HoldRequest, time: VolumeTime): boolean {
  const { index, storage, root, volumeId } = context;
  const { byAdministrator, ...hold } = request;
  if (!Number.isSafeInteger(hold.startUnixMs) || !Number.isSafeInteger(hold.endUnixMs)) {
    throw new ArchiveError('hold-invalid', 'start and end are whole milliseconds', { id: hold.id });
  }
  if (hold.endUnixMs <= hold.startUnixMs)
    throw new ArchiveError('hold-invalid', 'ends before it begins', { id: hold.id });
  if (hold.id === '') throw new ArchiveError('hold-invalid', 'without id');
  if (isPlaced(index.hold(hold.id), hold)) return false;
  if (!byAdministrator) {
    const addedBytes = index
      .streams()
      .filter((stream) => stream.stream.cameraId === hold.cameraId)
      .reduce((sum, stream) => sum + heldBytes(index, stream.id, [hold]), 0);
    const limitBytes = storage.space(root).totalBytes * HOLD_SHARE_LIMIT;
    const bytes = heldBytesOfVolume(context) + addedBytes;
    if (bytes >= limitBytes) {
      const details = { volumeId, heldBytes: bytes, limitBytes: Math.floor(limitBytes) };
      throw new ArchiveError(
        'hold-limit',
        'more of the volume would be held than anybody but an administrator may',
        details,
      );
    }
  }
  commit(context, [{ type: 'hold', createdUnixMs: time.unixMs, ...hold }], time.unixMs);
  return true;
}

function isPlaced(found: HoldRow | null, hold: Omit<HoldRequest, 'byAdministrator'>): boolean {
  if (found === null) return false;
  const { id } = hold;
  const same =
    found.cameraId === hold.cameraId &&
    found.startUnixMs === hold.startUnixMs &&
    found.endUnixMs === hold.endUnixMs &&
    found.reason === hold.reason &&
    found.owner === hold.owner &&
    found.reviewUnixMs === hold.reviewUnixMs;
  if (!same) throw new ArchiveError('hold-exists', `another hold ${id} exists`, { id });
  if (found.liftedUnixMs === null) return true;
  if (found.liftedBy === REFUSED_ELSEWHERE) return false;
  throw new ArchiveError('hold-lifted', `hold ${id} was lifted`, { id });
}

/** A lifted hold stays in the index, with who lifted it. @throws ArchiveError `hold-unknown` */
export function liftHold(context: VolumeContext, id: string, by: string, time: VolumeTime): void {
  const hold = context.index.hold(id);
  if (hold === null || hold.liftedUnixMs !== null) {
    throw new ArchiveError('hold-unknown', `no hold ${id} that is not lifted`, { id });
  }
  commit(context, [{ type: 'lift', id, by, atUnixMs: time.unixMs }], time.unixMs);
}

/** Bytes that holds keep on the volume now. */
export function heldBytesOfVolume({ index }: VolumeContext): number {
  const cameras = new Set(
    index
      .holds()
      .filter((hold) => hold.liftedUnixMs === null)
      .map((hold) => hold.cameraId),
  );
  return index
    .streams()
    .filter((stream) => cameras.has(stream.stream.cameraId))
    .reduce((sum, stream) => sum + heldBytes(index, stream.id, heldSpans(index, stream, [])), 0);
}
