/** SDP of a source (RFC 8866; RFC 6184, 7798 and 3640 for fmtp). */
import type { AudioFormat, VideoFormat } from '@matlang/media/stream';
import type { SourceTrack } from '../source/media-source.ts';

/** How the camera writes its SDP. */
export interface DescriptionOptions {
  readonly host: string;
  /** The attribute `control` of track `index`. */
  readonly controlOf: (index: number) => string;
  readonly parameterSets: boolean;
  readonly lineEnd: string;
}

/** Media lines in the order of `tracks`. */
export function writeSessionDescription(tracks: readonly SourceTrack[], options: DescriptionOptions): string {
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${options.host}`,
    's=Session',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
  ];
  for (const [index, track] of tracks.entries()) {
    const { format, payloadType, clockRateHz } = track;
    lines.push(`m=${format.kind} 0 RTP/AVP ${payloadType}`);
    lines.push(`a=rtpmap:${payloadType} ${encodingOf(format)}/${clockRateHz}${channelsOf(format)}`);
    const parameters = format.kind === 'video' ? videoParameters(format, options) : audioParameters(format);
    if (parameters !== '') lines.push(`a=fmtp:${payloadType} ${parameters}`);
    lines.push(`a=control:${options.controlOf(index)}`);
  }
  return lines.map((line) => line + options.lineEnd).join('');
}

const ENCODINGS = { h264: 'H264', h265: 'H265', aac: 'MPEG4-GENERIC', pcma: 'PCMA', pcmu: 'PCMU' } as const;

function encodingOf(format: VideoFormat | AudioFormat): string {
  return ENCODINGS[format.codec];
}

function channelsOf(format: VideoFormat | AudioFormat): string {
  return format.kind === 'audio' && (format.channels > 1 || format.codec === 'aac')
    ? `/${format.channels}`
    : '';
}

function videoParameters(format: VideoFormat, options: DescriptionOptions): string {
  const { vps, sps, pps } = format.parameterSets;
  if (format.codec === 'h264') {
    const [first] = sps;
    const profile = first === undefined ? '' : `;profile-level-id=${hexOf(first.subarray(1, 4))}`;
    const sets = options.parameterSets ? `;sprop-parameter-sets=${base64List([...sps, ...pps])}` : '';
    return `packetization-mode=1${profile}${sets}`;
  }
  if (!options.parameterSets) return '';
  return `sprop-vps=${base64List(vps)};sprop-sps=${base64List(sps)};sprop-pps=${base64List(pps)}`;
}

function audioParameters(format: AudioFormat): string {
  if (format.codec !== 'aac') return '';
  const config = hexOf(format.audioSpecificConfig ?? new Uint8Array(0));
  return `streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=${config}`;
}

function base64List(nals: readonly Uint8Array[]): string {
  return nals.map((nal) => Buffer.from(nal).toString('base64')).join(',');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
