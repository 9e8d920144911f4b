/** The writing side of the archive, and the words that readers and writers share. Reading and checking have entries of their own. */

export { type ArchiveVolume, openArchive } from './open-archive.ts';
export { ArchiveError, type ArchiveErrorCode } from './port/archive-error.ts';
export { GAP_CAUSES, type GapCause } from './port/gap-cause.ts';
export type { StreamKey, StreamKind } from './port/stream-key.ts';
export type {
  AppendedAnnouncement,
  ArchiveWriter,
  HoldRequest,
  KeptHead,
  RecordedFragment,
  RunStart,
  RunStartReason,
  RunWriter,
  VolumeStatistics,
} from './port/writer.ts';
