/** The reading side of the archive: recordings, time lines, playlists and exports. Works beside a recorder and never writes. */
export type { ArchiveReader, VolumeLocation } from './archive-reader.ts';
export type {
  ExportGap,
  ExportPart,
  ExportPlan,
  ExportRequest,
  ExportSpan,
} from './export/export-plan.ts';
export { type ExportPlanJson, parseExportPlan, serializeExportPlan } from './export/export-plan-json.ts';
export type { HlsMediaRequest, HlsMultivariantRequest, HlsPlaylist } from './hls/playlist.ts';
export { openArchiveReader } from './open-archive-reader.ts';
export { ArchiveReadError, type ArchiveReadErrorCode } from './reading/archive-read-error.ts';
export type { GopPiece, LocatedGop } from './reading/located-gop.ts';
export type { SegmentFile } from './reading/segment-file.ts';
export type { ByteRange, SegmentReference } from './reading/segment-reference.ts';
export type { StreamFragment } from './reading/stream-fragment.ts';
export type { RecordedStream, StreamListing, VolumeState } from './reading/stream-listing.ts';
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
} from './timeline/timeline.ts';
