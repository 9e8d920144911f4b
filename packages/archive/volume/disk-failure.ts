/** From the errors of the system and of SQLite to what state a volume is in, and which cause its gaps get. */
import { IndexBehindError } from '../commit/commit.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { GapCause } from '../port/gap-cause.ts';
import type { VolumeStatistics } from '../port/writer.ts';
import { systemErrorCode } from '../storage/storage.ts';

/** What an error means to a volume: its state from then on, and the cause of the gaps until the disk works again. */
export interface DiskFailure {
  readonly state: Exclude<VolumeStatistics['state'], 'recording' | 'stalled'>;
  readonly cause: GapCause;
  /** English, for the log. */
  readonly detail: string;
  /** The disk works, the index on it can't be read: opened once more as it is, it would fail for ever. */
  readonly indexDamaged: boolean;
}

const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** Never throws: what isn't known is a failure all the same. */
export function diskFailureOf(error: unknown): DiskFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const code = systemErrorCode(error);
  const sqlite = sqliteCode(error);
  const indexDamaged = isIndexDamage(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || sqlite === SQLITE_FULL) {
    return { state: 'full', cause: 'disk-full', detail, indexDamaged };
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || sqlite === SQLITE_READONLY) {
    return { state: 'read-only', cause: 'disk-error', detail, indexDamaged };
  }
  return { state: 'failed', cause: 'disk-error', detail, indexDamaged };
}

/** Somebody else holds the lock. */
export function isSqliteBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}

/** The file is no database, or one that contradicts itself. */
export function isSqliteDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** The index says what none can say: to SQLite, or to us. */
export function isIndexDamage(error: unknown): boolean {
  return (
    isSqliteDamage(error) ||
    error instanceof IndexBehindError ||
    (error instanceof ArchiveError && error.code === 'index-damaged')
  );
}

/** Primary result code; null for an error that isn't SQLite's. */
function sqliteCode(error: unknown): number | null {
  if (systemErrorCode(error) !== 'ERR_SQLITE_ERROR' || !(error instanceof Error)) return null;
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}
