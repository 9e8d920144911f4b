/** The reading side of the archive: recordings, time lines, playlists and exports. Works beside a recorder and never writes. */
export type { ArchiveReader } from './archive-reader.ts';
export type { ExportGap, ExportPart, ExportPlan, ExportRequest } from './export/export-plan.ts';
export { type ExportPlanJson, parseExportPlan, serializeExportPlan } from './export/export-plan-json.ts';
export { exportFileName } from './export/file-name.ts';
export { explainMissing } from './export/missing-spans.ts';
export type { HlsPlaylist } from './hls/playlist.ts';
export { openArchiveReader } from './open-archive-reader.ts';
export { ArchiveReadError, type ArchiveReadErrorCode } from './reading/archive-read-error.ts';
export type { SegmentReference } from './reading/segment-reference.ts';
export type { StreamFragment } from './reading/stream-fragment.ts';
export { defaultFloorBytes } from './retention/space-floor.ts';
export type { CameraTimeline, Timeline } from './timeline/timeline.ts';
export type { StorageUsage, StreamUsage } from './usage/storage-usage.ts';
