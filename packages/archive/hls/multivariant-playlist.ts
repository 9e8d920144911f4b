/** Writes the playlist of playlists: the picture, and its sound as a rendition where AAC was recorded. */
import type { OpenVolume } from '../reading/volume-set.ts';
import type { FragmentGroup } from './fragment-groups.ts';
import { groupsOf, PLAYLIST_CONTENT_TYPE } from './media-playlist.ts';
import type { HlsMultivariantRequest, HlsPlaylist } from './playlist.ts';

/** HLS has no G.711 (RFC 8216, and no browser plays it in fMP4): such sound is left to export. */
const PLAYABLE_SOUND = 'mp4a.';

/**
 * One variant; bit rates, codecs and the rendition of sound are those of what was recorded in the span.
 * @throws TypeError where `uriForPlaylist` gives what can't stand in quotes
 */
export async function multivariantPlaylistOf(
  volumes: readonly OpenVolume[],
  request: HlsMultivariantRequest,
): Promise<HlsPlaylist> {
  const { cameraId, stream, toUnixMs, nowUnixMs, uriForPlaylist } = request;
  const live = toUnixMs > nowUnixMs;
  const picture = await groupsOf(volumes, { cameraId, kind: stream }, request);
  const recordedSound = await groupsOf(volumes, { cameraId, kind: 'audio' }, request);
  const codecs = codecsOf(picture);
  const soundCodecs = codecsOf(recordedSound);
  const sound =
    soundCodecs.length > 0 && soundCodecs.every((codec) => codec.startsWith(PLAYABLE_SOUND))
      ? recordedSound
      : [];
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7'];
  if (sound.length > 0) {
    const attributes = [
      'TYPE=AUDIO',
      'GROUP-ID="sound"',
      'NAME="sound"',
      'DEFAULT=YES',
      'AUTOSELECT=YES',
      `URI="${quotable(uriForPlaylist('audio'))}"`,
    ];
    lines.push(`#EXT-X-MEDIA:${attributes.join(',')}`);
  }
  const size = sizeOf(volumes, request);
  const attributes = [
    `BANDWIDTH=${peakBitRate(picture) + peakBitRate(sound)}`,
    `AVERAGE-BANDWIDTH=${averageBitRate(picture) + averageBitRate(sound)}`,
  ];
  const allCodecs = sound.length > 0 ? [...codecs, ...soundCodecs] : codecs;
  if (allCodecs.length > 0) attributes.push(`CODECS="${allCodecs.join(',')}"`);
  if (size !== null) attributes.push(`RESOLUTION=${size}`);
  if (sound.length > 0) attributes.push('AUDIO="sound"');
  lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, quotable(uriForPlaylist(stream)));
  return {
    text: `${lines.join('\n')}\n`,
    contentType: PLAYLIST_CONTENT_TYPE,
    live,
    empty: picture.length === 0,
  };
}

function quotable(uri: string): string {
  if (/[\r\n"]/.test(uri)) throw new TypeError(`uriForPlaylist: ${JSON.stringify(uri)}`);
  return uri;
}

function codecsOf(groups: readonly FragmentGroup[]): string[] {
  return [...new Set(groups.flatMap((group) => group.discontinuity?.codecString ?? []))];
}

/** Bits per second of the entry that has most, never 0. */
function peakBitRate(groups: readonly FragmentGroup[]): number {
  return groups.reduce(
    (most, group) => Math.max(most, Math.ceil((group.sizeBytes * 8) / Math.max(group.durationSeconds, 0.1))),
    groups.length === 0 ? 0 : 1,
  );
}

function averageBitRate(groups: readonly FragmentGroup[]): number {
  const bytes = groups.reduce((sum, group) => sum + group.sizeBytes, 0);
  const seconds = groups.reduce((sum, group) => sum + group.durationSeconds, 0);
  return seconds === 0 ? 0 : Math.ceil((bytes * 8) / seconds);
}

/** Of the newest run that began before the span's end. */
function sizeOf(volumes: readonly OpenVolume[], request: HlsMultivariantRequest): string | null {
  for (const volume of volumes) {
    const row = volume.index.stream({ cameraId: request.cameraId, kind: request.stream });
    const run = row === null ? undefined : volume.index.runs(row.id, request.toUnixMs).at(-1);
    if (run !== undefined && run.widthPixels !== null && run.heightPixels !== null) {
      return `${run.widthPixels}x${run.heightPixels}`;
    }
  }
  return null;
}
