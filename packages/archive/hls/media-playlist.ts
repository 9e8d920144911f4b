/** Writes HLS media playlists: fMP4 byte ranges of segment files. */
import type { StreamKey } from '../port/stream-key.ts';
import { ArchiveReadError } from '../reading/archive-read-error.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import { walkSegments } from '../reading/walk-segments.ts';
import { type FragmentGroup, groupFragments } from './fragment-groups.ts';
import { groupLimits, MAX_GROUP_SECONDS, MAX_PLAYLIST_ENTRIES } from './group-limits.ts';
import type { HlsMediaRequest, HlsPlaylist } from './playlist.ts';

/** The media type of playlists (RFC 8216 section 4). */
export const PLAYLIST_CONTENT_TYPE = 'application/vnd.apple.mpegurl';

/**
 * The playlist of one stream: of type EVENT, without an end, while the span reaches past `nowUnixMs`; else VOD.
 * @throws TypeError where `uriForSegment` gives what can't stand in quotes
 * @throws ArchiveReadError `too-large` beyond `MAX_PLAYLIST_ENTRIES`
 */
export async function mediaPlaylistOf(
  volumes: readonly OpenVolume[],
  request: HlsMediaRequest,
): Promise<HlsPlaylist> {
  const { cameraId, stream: kind, toUnixMs, nowUnixMs } = request;
  const live = toUnixMs > nowUnixMs;
  const entries = new PlaylistEntries(request.uriForSegment);
  for await (const group of groupsOf(volumes, { cameraId, kind }, request)) entries.push(group);
  // Of a live playlist this may never change (RFC 8216 section 6.2.1).
  const longest = Math.max(1, Math.round(entries.longestSeconds));
  const targetSeconds = live ? Math.max(MAX_GROUP_SECONDS, longest) : longest;
  const head = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${live ? 'EVENT' : 'VOD'}`,
  ];
  // Left out of a live one: a GOP of minutes may still come, and a tag may not go again.
  if (!live && entries.allStartOnSync) head.push('#EXT-X-INDEPENDENT-SEGMENTS');
  const tail = live ? [] : ['#EXT-X-ENDLIST'];
  return {
    text: `${[...head, ...entries.lines, ...tail].join('\n')}\n`,
    contentType: PLAYLIST_CONTENT_TYPE,
    live,
    empty: entries.count === 0,
  };
}

/** All entries of a span, in order; in slices: see reading/pace.ts. */
export async function* groupsOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  span: {
    readonly fromUnixMs: number;
    readonly toUnixMs: number;
    readonly nowUnixMs: number;
    readonly signal?: AbortSignal | undefined;
  },
): AsyncGenerator<FragmentGroup> {
  const { fromUnixMs, toUnixMs, nowUnixMs, signal } = span;
  const live = toUnixMs > nowUnixMs;
  let count = 0;
  for await (const walked of walkSegments(volumes, stream, fromUnixMs, toUnixMs, { signal })) {
    const growing = live && walked.segment.row.state === 'open';
    const sinceStartMs = walked.segment.row.startUnixMs - fromUnixMs;
    const limits = groupLimits(toUnixMs - fromUnixMs, live, sinceStartMs);
    const groups = groupFragments(walked, growing, limits);
    count += groups.length;
    if (count > MAX_PLAYLIST_ENTRIES) {
      throw new ArchiveReadError('too-large', `the playlist has more than ${MAX_PLAYLIST_ENTRIES} entries`, {
        limitEntries: MAX_PLAYLIST_ENTRIES,
      });
    }
    yield* groups;
  }
}

/** Lines of what was pushed so far, and what the head of the playlist says of all. */
class PlaylistEntries {
  readonly lines: string[] = [];
  count = 0;
  longestSeconds = 0;
  allStartOnSync = true;
  readonly #uriForSegment: HlsMediaRequest['uriForSegment'];
  #volumeId = '';
  #seq = -1;
  #uri = '';

  constructor(uriForSegment: HlsMediaRequest['uriForSegment']) {
    this.#uriForSegment = uriForSegment;
  }

  push(group: FragmentGroup): void {
    const { lines } = this;
    const { seq, volumeId } = group.segment;
    const another = seq !== this.#seq || volumeId !== this.#volumeId;
    if (another) {
      this.#seq = seq;
      this.#volumeId = volumeId;
      this.#uri = this.#uriForSegment(group.segment);
      if (/[\r\n"]/.test(this.#uri)) throw new TypeError(`uriForSegment: ${JSON.stringify(this.#uri)}`);
    }
    if (group.discontinuity !== null) {
      if (this.count > 0) lines.push('#EXT-X-DISCONTINUITY');
      lines.push(`#EXT-X-MAP:URI="${this.#uri}",BYTERANGE="${group.discontinuity.initBytes}@0"`);
    }
    if (another) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(group.startUnixMs).toISOString()}`);
    lines.push(
      `#EXTINF:${group.durationSeconds.toFixed(6)},`,
      `#EXT-X-BYTERANGE:${group.sizeBytes}@${group.offsetBytes}`,
      this.#uri,
    );
    this.count += 1;
    this.longestSeconds = Math.max(this.longestSeconds, group.durationSeconds);
    this.allStartOnSync &&= group.startsOnSync;
  }
}
