/**
 * The archive as everybody sees it who shows recordings: over all volumes, read-only, from the disk alone. The
 * recorder needn't run; where it does, an open segment is read up to its last complete fragment.
 *
 * SQLite is read synchronously in short statements, files asynchronously. Nothing here writes.
 */
import type { ExportEstimate } from './export/estimate-export.ts';
import type { ExportPart, ExportPlan, ExportRequest } from './export/export-plan.ts';
import type { HlsMediaRequest, HlsMultivariantRequest, HlsPlaylist } from './hls/playlist.ts';
import type { StreamKey } from './port/stream-key.ts';
import type { LocatedGop } from './reading/located-gop.ts';
import type { SegmentFile } from './reading/segment-file.ts';
import type { SegmentReference } from './reading/segment-reference.ts';
import type { StreamFragment } from './reading/stream-fragment.ts';
import type { StreamListing, VolumeState } from './reading/stream-listing.ts';
import type { Timeline, TimelineQuery } from './timeline/timeline.ts';
import type { KeptHold } from './usage/kept-holds.ts';
import type { StorageUsage, UsageQuestion } from './usage/storage-usage.ts';

/**
 * Where one volume of a reader lies. Ids name volumes in references and answers, so no two may be the same; a path that
 * is not there is no error, the volume is `missing`.
 */
export interface VolumeLocation {
  readonly id: string;
  /** The directory that holds `index.sqlite`. */
  readonly path: string;
}

/**
 * All promises reject with `ArchiveReadError` only; volumes that are missing are left out and said in `volumes`,
 * never thrown, unless the question names one. Instants are site time in Unix ms; spans include their start and
 * exclude their end.
 */
export interface ArchiveReader {
  /** What each volume is like right now. */
  volumes(): Promise<readonly VolumeState[]>;
  /** Every recorded stream with its extent, over all volumes. */
  streams(cameraId?: string): Promise<StreamListing>;
  /** @throws TypeError for a span that ends before it begins, or more than `MAX_TIMELINE_POINTS` */
  timeline(query: TimelineQuery): Promise<Timeline>;
  /**
   * The GOP that holds an instant; null where nothing was recorded then. Where an hour exists twice, `occurrence` 0
   * (the default) is the first.
   */
  locate(stream: StreamKey, unixMs: number, occurrence?: number): Promise<LocatedGop | null>;
  /** Bytes of the init segment and then of all fragments of the GOP, in order: decodes on its own. */
  readGop(gop: LocatedGop): Promise<Uint8Array>;
  /**
   * Fragments in order from the one that decoding must begin with to see `fromUnixMs`, read
   * as fast as they are taken. Ends at `toUnixMs` or at the last complete fragment.
   */
  streamFragments(stream: StreamKey, fromUnixMs: number, toUnixMs: number): AsyncIterable<StreamFragment>;
  /** A segment's bytes, for HLS. @throws ArchiveReadError `segment-gone`, `volume-missing` */
  openSegmentFile(segment: SegmentReference): Promise<SegmentFile>;
  hlsMediaPlaylist(request: HlsMediaRequest): Promise<HlsPlaylist>;
  hlsMultivariantPlaylist(request: HlsMultivariantRequest): Promise<HlsPlaylist>;
  /** Holds that are not lifted, as the disks know them; those that are reviewed first come first. */
  holds(): Promise<readonly KeptHold[]>;
  /** What is on the disks, by stream and day. Adds up the whole index, with pauses: not with every request. */
  usage(question: UsageQuestion): Promise<StorageUsage>;
  /** How large an export of a stream would be, by its segments; costs a few statements, whatever the span. */
  estimateExport(stream: StreamKey, fromUnixMs: number, toUnixMs: number): Promise<ExportEstimate>;
  /** Freezes what an export will be. @throws ArchiveReadError `nothing-recorded`, `too-large`, `segment-gone` */
  planExport(request: ExportRequest): Promise<ExportPlan>;
  /**
   * Bytes `startByte` up to, not including, `endByte` of one part: the same at every call. The iteration throws
   * `ArchiveReadError` `segment-gone` where a file vanished meanwhile. Each chunk belongs to who takes it.
   */
  readExport(part: ExportPart, startByte: number, endByte: number): AsyncIterable<Uint8Array>;
  /** Closes all indexes; what runs rejects with `closed`. */
  close(): void;
}
