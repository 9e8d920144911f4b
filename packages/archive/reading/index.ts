export type {
  ExportGap,
  ExportPart,
  ExportPlan,
  ExportRequest,
  ExportSpan,
} from '../export/export-plan.ts';
export { type ExportPlanJson, parseExportPlan, serializeExportPlan } from '../export/export-plan-json.ts';
export type { HlsMediaRequest, HlsMultivariantRequest, HlsPlaylist } from '../hls/playlist.ts';
export {
  type CameraTimeline,
  MAX_TIMELINE_POINTS,
  type Timeline,
  type TimelineActivity,
  type TimelineEvent,
  type TimelineGap,
  type TimelineHold,
  type TimelineQuery,
  type TimelineSpan,
} from '../timeline/timeline.ts';
export { ArchiveReadError, type ArchiveReadErrorCode } from './archive-read-error.ts';
export type { ArchiveReader, VolumeLocation } from './archive-reader.ts';
export type { GopPiece, LocatedGop } from './located-gop.ts';
export { openArchiveReader } from './open-archive-reader.ts';
export type { SegmentFile } from './segment-file.ts';
export type { ByteRange, SegmentReference } from './segment-reference.ts';
export type { StreamFragment } from './stream-fragment.ts';
export type { RecordedStream, StreamListing, VolumeState } from './stream-listing.ts';
