/** Words of HLS playlists (RFC 8216) over the archive. */

import type { StreamKind } from '../port/stream-key.ts';
import type { SegmentReference } from '../reading/segment-reference.ts';

/** What a media playlist is of: site time, the end excluded. `nowUnixMs` decides whether it has an end. */
export interface HlsMediaRequest {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly fromUnixMs: number;
  /** In the future: the playlist stays open, and grows when it is asked for again with the same `fromUnixMs`. */
  readonly toUnixMs: number;
  readonly nowUnixMs: number;
  /** Aborted when nobody waits any more: the promise rejects with `closed`. */
  readonly signal?: AbortSignal | undefined;
  /** Where the segment's file is served; byte ranges are asked of it. */
  readonly uriForSegment: (segment: SegmentReference) => string;
}

/**
 * As `HlsMediaRequest`, of a picture stream; `uriForPlaylist` is asked for it, and for `audio` where sound belongs to
 * it.
 */
export interface HlsMultivariantRequest {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly nowUnixMs: number;
  /** See `HlsMediaRequest`. */
  readonly signal?: AbortSignal | undefined;
  readonly uriForPlaylist: (stream: StreamKind) => string;
}

/** A playlist as it is served, line feeds between its lines. */
export interface HlsPlaylist {
  readonly text: string;
  /** `application/vnd.apple.mpegurl`. */
  readonly contentType: string;
  /** False: asked again it says the same (until retention), and may be cached. */
  readonly live: boolean;
  /** Nothing was recorded in the span: the text is a valid, empty playlist. */
  readonly empty: boolean;
}
