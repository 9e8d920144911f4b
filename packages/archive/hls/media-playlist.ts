/** Writes HLS media playlists: fMP4 byte ranges of segment files. */

import type { StreamKey } from '../port/stream-key.ts';
import type { OpenVolume } from '../reading/volume-set.ts';
import { walkSegments } from '../reading/walk-segments.ts';
import { type FragmentGroup, groupFragments, MAX_GROUP_SECONDS } from './fragment-groups.ts';
import type { HlsMediaRequest, HlsPlaylist } from './playlist.ts';

export const PLAYLIST_CONTENT_TYPE = 'application/vnd.apple.mpegurl';

/** Longer spans get an entry a segment: a day in 1,440 entries instead of 43,200. */
const FINE_SPAN_MS = 2 * 3_600_000;

/**
 * The playlist of one stream: of type EVENT, without an end, while the span reaches past `nowUnixMs`; else VOD.
 * @throws TypeError where `uriForSegment` gives what can't stand in quotes
 */
export async function mediaPlaylistOf(
  volumes: readonly OpenVolume[],
  request: HlsMediaRequest,
): Promise<HlsPlaylist> {
  const { cameraId, stream: kind, toUnixMs, nowUnixMs } = request;
  const live = toUnixMs > nowUnixMs;
  const groups = await groupsOf(volumes, { cameraId, kind }, request);
  const longest = groups.reduce((most, group) => Math.max(most, group.durationSeconds), 1);
  // Of a live playlist this may never change (RFC 8216 section 6.2.1).
  const targetSeconds = live ? Math.max(MAX_GROUP_SECONDS, Math.round(longest)) : Math.round(longest);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${live ? 'EVENT' : 'VOD'}`,
  ];
  // Left out of a live one: a GOP of minutes may still come, and a tag may not go again.
  if (!live && groups.every((group) => group.startsOnSync)) lines.push('#EXT-X-INDEPENDENT-SEGMENTS');
  writeGroups(lines, groups, request.uriForSegment);
  if (!live) lines.push('#EXT-X-ENDLIST');
  return {
    text: `${lines.join('\n')}\n`,
    contentType: PLAYLIST_CONTENT_TYPE,
    live,
    empty: groups.length === 0,
  };
}

/** All entries of a span, in order. */
export async function groupsOf(
  volumes: readonly OpenVolume[],
  stream: StreamKey,
  span: { readonly fromUnixMs: number; readonly toUnixMs: number; readonly nowUnixMs: number },
): Promise<FragmentGroup[]> {
  const { fromUnixMs, toUnixMs, nowUnixMs } = span;
  const live = toUnixMs > nowUnixMs;
  const minGroupSeconds =
    toUnixMs - fromUnixMs > FINE_SPAN_MS && !live ? Number.POSITIVE_INFINITY : undefined;
  const groups: FragmentGroup[] = [];
  for await (const walked of walkSegments(volumes, stream, fromUnixMs, toUnixMs)) {
    const growing = live && walked.segment.row.state === 'open';
    for (const group of groupFragments(walked, growing, minGroupSeconds)) groups.push(group);
  }
  return groups;
}

function writeGroups(
  lines: string[],
  groups: readonly FragmentGroup[],
  uriForSegment: HlsMediaRequest['uriForSegment'],
): void {
  let volumeId = '';
  let seq = -1;
  let uri = '';
  for (const [at, group] of groups.entries()) {
    const another = group.segment.seq !== seq || group.segment.volumeId !== volumeId;
    if (another) {
      ({ seq, volumeId } = group.segment);
      uri = uriForSegment(group.segment);
      if (/[\r\n"]/.test(uri)) throw new TypeError(`uriForSegment: ${JSON.stringify(uri)}`);
    }
    if (group.discontinuity !== null) {
      if (at > 0) lines.push('#EXT-X-DISCONTINUITY');
      lines.push(`#EXT-X-MAP:URI="${uri}",BYTERANGE="${group.discontinuity.initBytes}@0"`);
    }
    if (another) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(group.startUnixMs).toISOString()}`);
    lines.push(
      `#EXTINF:${group.durationSeconds.toFixed(6)},`,
      `#EXT-X-BYTERANGE:${group.sizeBytes}@${group.offsetBytes}`,
      uri,
    );
  }
}
