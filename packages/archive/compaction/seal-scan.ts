/**
 * Which deletions are signed, read from the journal before any of them is folded: a checkpoint is signed by the recorder that
 * makes it, so that one forged line under it would be as good as signed. In slices, like all that compaction does.
 */
import { SealedDeletions } from '../commit/sealed-deletions.ts';
import type { VolumeContext } from '../commit/volume-context.ts';
import type { TombstoneRow } from '../index/index-rows.ts';
import { journalDayLines, journalDays } from '../journal/read-journal.ts';
import type { StreamKey } from '../port/stream-key.ts';
import { isSignedBy, publicKeyOf } from '../proof/ed25519.ts';
import { SegmentNumbers } from '../segment/segment-numbers.ts';
import { utcDayName } from '../segment/segment-path.ts';
import { SLICE_BYTES } from './compact-journal.ts';

/** One scan for each pass; made anew for the next. */
export class SealScan {
  readonly #context: VolumeContext;
  readonly #days: string[];
  readonly #seals: SealedDeletions;
  readonly #signed = new SegmentNumbers();
  readonly #checkpoints = new Set<string>();
  #offsetBytes = 0;

  constructor(context: VolumeContext) {
    const { storage, root, volumeId, sealer } = context;
    this.#context = context;
    const firstDay = utcDayName(oldestNeededUnixMs(context));
    this.#days = journalDays(storage, root).filter((day) => day >= firstDay);
    // Without the node's key nobody can tell, and nobody signs either: then they are taken as they are.
    const key = sealer?.nodeKey === null || sealer === undefined ? null : publicKeyOf(sealer.nodeKey);
    this.#seals = new SealedDeletions(
      volumeId,
      key === null ? null : (_, message, signature) => isSignedBy(key, message, signature),
    );
  }

  /** One slice. False: all is read. @throws the system's error */
  advance(): boolean {
    const { storage, root } = this.#context;
    for (let budgetBytes = SLICE_BYTES; budgetBytes > 0; ) {
      const [day] = this.#days;
      if (day === undefined) return false;
      const fromBytes = this.#offsetBytes;
      let isEnd = true;
      for (const { entry, end } of journalDayLines(storage, root, day, fromBytes)) {
        this.#offsetBytes = end.offsetBytes;
        const isSigned = entry === null ? null : this.#seals.take(entry);
        if (isSigned === true && entry?.type === 'tombstone') this.#signed.add(entry, entry.seq);
        if (isSigned === true && entry?.type === 'checkpoint')
          this.#checkpoints.add(nameOf(entry, entry.fromSeq, entry.toSeq));
        if (end.offsetBytes - fromBytes < budgetBytes) continue;
        isEnd = false;
        break;
      }
      budgetBytes -= Math.max(this.#offsetBytes - fromBytes, 1);
      if (!isEnd) continue;
      this.#days.shift();
      this.#offsetBytes = 0;
    }
    return true;
  }

  /** Whether a recorder deleted it. */
  isTrusted(stream: StreamKey, seq: number): boolean {
    return this.#signed.has(stream, seq) || this.#seals.isAdopted(stream, seq);
  }

  /**
   * Whether a checkpoint may stand for it. One without hash: of an empty file that recovery found, it is not signed; a signed one
   * is of a segment that was not what the journal says, and the chain does not lead over it.
   */
  isFoldable(stream: StreamKey, { seq, hash }: TombstoneRow): boolean {
    return hash === null ? !this.#signed.has(stream, seq) : this.isTrusted(stream, seq);
  }

  isTrustedCheckpoint(stream: StreamKey, fromSeq: number, toSeq: number): boolean {
    return (
      this.#checkpoints.has(nameOf(stream, fromSeq, toSeq)) || this.#seals.isAdopted(stream, fromSeq, toSeq)
    );
  }
}

/** Files are never older than what is written to them; what was deleted before deletions were signed is listed later than that. */
function oldestNeededUnixMs({ index }: VolumeContext): number {
  const instants = index
    .streams()
    .flatMap(({ id }) => [
      index.oldestDeletionUnixMs(id),
      ...index.checkpoints(id).map(({ madeUnixMs }) => madeUnixMs),
    ]);
  const oldest = Math.min(...instants.filter((instant) => instant !== null));
  return Math.max(Math.min(oldest, MOST_UNIX_MS), 0);
}

/** Year 9999: what has a name of four digits. */
const MOST_UNIX_MS = Date.UTC(9999, 11, 31);

function nameOf({ cameraId, kind }: StreamKey, fromSeq: number, toSeq: number): string {
  return `${cameraId}/${kind}/${fromSeq}/${toSeq}`;
}
