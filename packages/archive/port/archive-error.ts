/** The refusals of the writing side and of the checks. What readers refuse is `reading/archive-read-error.ts`. */

/**
 * `archive-locked`: another recorder (or a repair) holds the volume; `volume-missing`: no such directory, or no index in it;
 * `volume-failed`: the disk does not work right now, `details.state` says how; `index-version`: written by a newer program;
 * `index-damaged`: SQLite can't read it, `check --rebuild` makes a new one; `hold-limit`: from 60 % held only an administrator
 * may add; `hold-exists`: of that id, but of something else; `hold-lifted`: of that id, and lifted already; `hold-unknown`,
 * `hold-invalid`, `lease-limit`; `closed`.
 */
export type ArchiveErrorCode =
  | 'archive-locked'
  | 'volume-missing'
  | 'volume-failed'
  | 'index-version'
  | 'index-damaged'
  | 'hold-limit'
  | 'hold-exists'
  | 'hold-lifted'
  | 'hold-unknown'
  | 'hold-invalid'
  | 'lease-limit'
  | 'closed';

/** Facts of a refusal for texts and tests, by the code: ids, paths, limits. No secrets. */
export type ArchiveErrorDetails = Readonly<Record<string, string | number>>;

/** Thrown by `openArchive`, `checkArchive`, `IndexReader.open`, and what commands of `ArchiveWriter` reject with. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: ArchiveErrorCode;
  readonly details: ArchiveErrorDetails;

  constructor(code: ArchiveErrorCode, what: string, details: ArchiveErrorDetails = {}, cause?: unknown) {
    super(what, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
