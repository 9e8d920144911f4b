/** The refusals of the reading side: what can't be answered, and why. Misuse is a TypeError instead. */

/**
 * `segment-gone`: deleted (retention, a person) since it was named; `segment-changed`: shorter than promised;
 * `volume-missing`: not mounted or its index can't be read; `unreadable`: the disk answers with an error;
 * `nothing-recorded`: the span has no footage; `too-large`: beyond a limit, `details` says which; `closed`.
 */
export type ArchiveReadErrorCode =
  | 'segment-gone'
  | 'segment-changed'
  | 'volume-missing'
  | 'unreadable'
  | 'nothing-recorded'
  | 'too-large'
  | 'closed';

/** Thrown and rejected with by everything in `@matlang/archive/reading`. */
export class ArchiveReadError extends Error {
  override readonly name = 'ArchiveReadError';
  readonly code: ArchiveReadErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: ArchiveReadErrorCode,
    what: string,
    details: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(what, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
