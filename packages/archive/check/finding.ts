/** What a check can find: a closed list, and how it is gathered without growing without end. */
import type { StreamKey } from '../port/stream-key.ts';

/**
 * `error`: something recorded is lost, altered or contradicts itself. `notice`: explained, and mended by itself or by
 * `--repair`; an archive with nothing else is clean.
 */
export const FINDING_KINDS = {
  'volume-missing': 'error',
  'index-damaged': 'error',
  'index-version': 'error',
  /** Rows of an unfinished segment while no recorder runs: recovery completes them. */
  'open-row': 'notice',
  'row-without-file': 'error',
  'file-without-row': 'error',
  /** A link, a pipe or the like stands where a file or directory of the archive should: what it leads to is not read. */
  'not-a-file': 'error',
  /** Deleted, and still there. */
  'deleted-file': 'error',
  'unknown-file': 'notice',
  'size-differs': 'error',
  'file-damaged': 'error',
  /** The file doesn't hold what was hashed when it was recorded: altered, or rotten. */
  'content-differs': 'error',
  'table-damaged': 'error',
  'run-missing': 'error',
  /** In the index, not in the journal. */
  'not-journalled': 'error',
  /** In the journal, not in the index: `--rebuild`. */
  'not-indexed': 'error',
  'journal-differs': 'error',
  'journal-damaged': 'error',
  'journal-torn': 'notice',
  'chain-broken': 'error',
  'head-differs': 'error',
  'head-signature': 'error',
  /**
   * Footage that was signed once is not here, and the stream was recorded and signed from an earlier number since: an older copy of
   * the disk was put back, or somebody took it away; or a disk was replaced, and nobody said so yet (`check --accept-loss`).
   */
  'chain-began-anew': 'error',
  /** Heads up to an instant are not looked at: an administrator said that the footage they tell of is gone. */
  'loss-accepted': 'notice',
  /** The site says that footage is held, and the volume doesn't know of it. The server sends the hold again when the recorder is there. */
  'hold-missing': 'error',
  'sequence-hole': 'error',
  overlap: 'error',
  /** Found on disk, and the journal says nothing of it: playable, and said. */
  unproven: 'notice',
  /** Deleted, and no signature of a recorder stands for that: forged, or taken from another archive. */
  'deletion-unsigned': 'error',
  /** Deleted before deletions were signed. */
  'deletion-before-signing': 'notice',
  /** Was missing when the archive was repaired; signed then. */
  'footage-lost': 'notice',
  /** Moved to `put-aside/` instead of being unlinked. */
  'put-aside': 'notice',
  /** Lines that a crash left behind the index: the next start of the recorder applies them. */
  'not-followed': 'notice',
} as const satisfies Record<string, 'error' | 'notice'>;
/** What was found, by the name that reports and tests use; how bad it is, `FINDING_KINDS` says. */
export type FindingKind = keyof typeof FINDING_KINDS;

/** One thing that is not as it should be. Nulls where it concerns no stream, segment or file. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'error' | 'notice';
  readonly volumeId: string;
  readonly stream: StreamKey | null;
  readonly seq: number | null;
  /** Relative to the volume. */
  readonly path: string | null;
  /** English, one sentence. */
  readonly what: string;
  /** `--repair` mended it and journalled that. */
  readonly repaired: boolean;
}

/** Kept of one check; the counts go on. A disk that lost its files has one finding a segment. */
export const MAX_FINDINGS = 10_000;

/** Where in the volume a finding lies. */
export interface FindingPlace {
  readonly stream?: StreamKey | null;
  readonly seq?: number | null;
  readonly path?: string | null;
  readonly repaired?: boolean;
}

/** Gathers findings of one volume. */
export class FindingList {
  readonly findings: Finding[] = [];
  /** All, however many are listed. */
  readonly counts = new Map<FindingKind, number>();
  readonly #volumeId: string;
  #errors = 0;

  constructor(volumeId: string) {
    this.#volumeId = volumeId;
  }

  /** Of severity `error` and not repaired, however many are listed. */
  get errors(): number {
    return this.#errors;
  }

  add(kind: FindingKind, what: string, place: FindingPlace = {}): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (FINDING_KINDS[kind] === 'error' && place.repaired !== true) this.#errors += 1;
    if (this.findings.length >= MAX_FINDINGS) return;
    this.findings.push({
      kind,
      severity: FINDING_KINDS[kind],
      volumeId: this.#volumeId,
      stream: place.stream ?? null,
      seq: place.seq ?? null,
      path: place.path ?? null,
      what,
      repaired: place.repaired ?? false,
    });
  }
}
