/** Whatever was thrown to an answer of the contract: never a stack, never a text of somebody else's library. */
import { ArchiveReadError, type ArchiveReadErrorCode } from '@matlang/archive/reading';
import type { ApiErrorCode } from '@matlang/contract';
import { ApiError } from '../../answer/api-error.ts';
import { RecorderAwayError, RecorderRefusedError } from '../../live/recorder-link.ts';

const FASTIFY_CODES: Readonly<Record<string, ApiErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'body-not-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body-not-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body-not-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-unsupported',
  FST_ERR_BAD_URL: 'http-malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_ASYNC_CONSTRAINT: 'http-malformed',
};

const ARCHIVE_CODES: Readonly<Record<ArchiveReadErrorCode, ApiErrorCode>> = {
  'segment-gone': 'footage-gone',
  'segment-changed': 'footage-gone',
  'volume-missing': 'volume-missing',
  unreadable: 'footage-unreadable',
  'nothing-recorded': 'nothing-recorded',
  'too-large': 'question-too-large',
  closed: 'too-busy',
};

/** What the file system says of the data directory: the archive's own disks have errors of their own. */
const DISK_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EPERM']);

/** The refusal that the error amounts to; null for a fault of ours, which belongs in the log. */
export function explainError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof ArchiveReadError) {
    const values = { volume: '?', ...error.details };
    return new ApiError(ARCHIVE_CODES[error.code], values, { cause: error });
  }
  if (error instanceof RecorderAwayError) return new ApiError('recorder-unreachable', {}, { cause: error });
  if (error instanceof RecorderRefusedError) return explainRefusal(error);
  const code = codeOf(error);
  if (code === 'ERR_SQLITE_ERROR') return new ApiError('database-unavailable', {}, { cause: error });
  // A malformed body's JSON.parse error comes without a code of Fastify's when it holds `__proto__`.
  if (error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400) {
    return new ApiError('body-not-json', {}, { cause: error });
  }
  if (code !== null && DISK_CODES.has(code))
    return new ApiError('data-directory-unavailable', {}, { cause: error });
  const known = code === null ? undefined : FASTIFY_CODES[code];
  return known === undefined ? null : new ApiError(known, {}, { cause: error });
}

function explainRefusal(error: RecorderRefusedError): ApiError {
  switch (error.refusal) {
    case 'held-limit':
      return new ApiError('held-limit', {}, { cause: error });
    case 'unknown-camera':
      return new ApiError('camera-not-found', {}, { cause: error });
    case 'unknown-hold':
      return new ApiError('hold-not-found', {}, { cause: error });
    case 'too-many-commands':
      return new ApiError('too-busy', {}, { cause: error });
    case 'shutting-down':
      return new ApiError('recorder-unreachable', {}, { cause: error });
    case 'hold-exists':
    case 'hold-lifted':
    case 'span-invalid':
    case 'volume-unavailable':
    case 'password-unreadable':
    case 'internal':
      return new ApiError('recorder-refused', { refusal: error.refusal }, { cause: error });
    default:
      return error.refusal satisfies never;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
