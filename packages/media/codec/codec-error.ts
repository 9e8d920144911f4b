/** Why parameter sets or a configuration can't be used. Cameras cause it: callers count it and go on. */

/**
 * `truncated`: bits end early; `out-of-range`: a value the standard forbids; `not-supported`: allowed but not followed
 * here; `missing`: a set that others refer to isn't there.
 */
export type CodecErrorCode = 'truncated' | 'out-of-range' | 'not-supported' | 'missing';

/** Thrown by the parsers of this folder and by what makes formats of their results; `cause` is the bit reader's error where there is one. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly code: CodecErrorCode;

  constructor(code: CodecErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
