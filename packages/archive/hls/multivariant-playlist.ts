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
  const picture = await measure(groupsOf(volumes, { cameraId, kind: stream }, request));
  const recordedSound = await measure(groupsOf(volumes, { cameraId, kind: 'audio' }, request));
  const soundCodecs = [...recordedSound.codecs];
  const playable = soundCodecs.length > 0 && soundCodecs.every((codec) => codec.startsWith(PLAYABLE_SOUND));
  const sound = playable ? recordedSound : null;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7'];
  if (sound !== null) {
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
    `BANDWIDTH=${picture.peakBitRate + (sound?.peakBitRate ?? 0)}`,
    `AVERAGE-BANDWIDTH=${averageBitRate(picture) + (sound === null ? 0 : averageBitRate(sound))}`,
  ];
  const allCodecs = [...picture.codecs, ...(sound === null ? [] : soundCodecs)];
  if (allCodecs.length > 0) attributes.push(`CODECS="${allCodecs.join(',')}"`);
  if (size !== null) attributes.push(`RESOLUTION=${size}`);
  if (sound !== null) attributes.push('AUDIO="sound"');
  lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, quotable(uriForPlaylist(stream)));
  return {
    text: `${lines.join('\n')}\n`,
    contentType: PLAYLIST_CONTENT_TYPE,
    live,
    empty: picture.count === 0,
  };
}

function quotable(uri: string): string {
  if (/[\r\n"]/.test(uri)) throw new TypeError(`uriForPlaylist: ${JSON.stringify(uri)}`);
  return uri;
}

/** What the entries of one stream are like together. */
interface Measured {
  readonly codecs: ReadonlySet<string>;
  readonly count: number;
  readonly sizeBytes: number;
  readonly seconds: number;
  /** Bits per second of the entry that has most, never 0 of any. */
  readonly peakBitRate: number;
}

async function measure(groups: AsyncIterable<FragmentGroup>): Promise<Measured> {
  const codecs = new Set<string>();
  const measured = { codecs, count: 0, sizeBytes: 0, seconds: 0, peakBitRate: 0 };
  for await (const { discontinuity, sizeBytes, durationSeconds } of groups) {
    if (discontinuity !== null) codecs.add(discontinuity.codecString);
    const bitRate = Math.ceil((sizeBytes * 8) / Math.max(durationSeconds, 0.1));
    measured.count += 1;
    measured.sizeBytes += sizeBytes;
    measured.seconds += durationSeconds;
    measured.peakBitRate = Math.max(measured.peakBitRate, bitRate, 1);
  }
  return measured;
}

function averageBitRate({ sizeBytes, seconds }: Measured): number {
  return seconds === 0 ? 0 : Math.ceil((sizeBytes * 8) / seconds);
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
