/** The writing side of the archive, and the words that readers and writers share. Reading and checking have entries of their own. */
export { ArchiveError, type ArchiveErrorCode, type ArchiveErrorDetails } from './archive-error.ts';
export { GAP_CAUSES, type GapCause } from './gap/cause.ts';
export { type ArchiveOptions, type ArchiveVolume, openArchive } from './open-archive.ts';
export { type HeadDraft, type HeadSigner, headMessage, type SignedHead } from './proof/head.ts';
export { STREAM_KINDS, type StreamKey, type StreamKind } from './stream-key.ts';
export type { VolumeTime } from './volume/volume-context.ts';
export type {
  AppendedAnnouncement,
  ArchiveWriter,
  HoldRequest,
  RecordedFragment,
  RunStart,
  RunStartReason,
  RunWriter,
  VolumeStatistics,
} from './writer.ts';
