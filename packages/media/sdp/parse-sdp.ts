/**
 * Reads the SDP of a DESCRIBE answer. Tolerated, because cameras send it:
 * - lines that end in LF, CR or CRLF, mixed, and blank lines between them;
 * - unknown lines and attributes, and attributes in any order (Reolink, control before tool);
 * - sound without rtpmap (Foscam: static payload type 0);
 * - parameters separated by `;` with or without spaces, and a `;` at the end (Reolink);
 * - session-like attributes behind the last media (Hikvision `Media_header`): they are unknown attributes of that media;
 * - several payload types in one `m=` line: the first is the one that is sent;
 * - an rtpmap with a payload type that is not offered: ignored;
 * - a section without a payload type (`m=application 0 TCP *`): left out with its attributes.
 * Refused: text without any `m=` line is a description without media, which the caller reports.
 */
import type { MediaDescription, SessionDescription } from './session-description.ts';
import { STATIC_PAYLOAD_TYPES } from './static-payload-type.ts';

/** More media than any camera offers (Dahua: three). */
const MAX_MEDIA = 32;
/** An ONVIF description with several long parameter sets has some 40 lines. */
const MAX_LINES = 2_000;
/** Some twelve with AAC. */
const MAX_FORMAT_PARAMETERS = 100;

interface MediaDraft {
  type: string;
  payloadType: number;
  encodingName: string | null;
  clockRateHz: number | null;
  channels: number | null;
  formatParameters: Map<string, string>;
  control: string | null;
  declaredFramesPerSecond: number | null;
  direction: MediaDescription['direction'];
}

/** @returns null for text that isn't an SDP at all (no line of the form `x=…`). */
export function parseSdp(text: string): SessionDescription | null {
  const lines = text.split(/\r\n|\r|\n/, MAX_LINES);
  const session = {
    name: null as string | null,
    tool: null as string | null,
    control: null as string | null,
  };
  const media: MediaDraft[] = [];
  /** What attributes belong to: a section that is left out keeps its own from changing the one before. */
  let current: MediaDraft | 'session' | 'left-out' = 'session';
  let understood = 0;
  for (const line of lines) {
    if (line[1] !== '=') continue;
    understood += 1;
    const value = line.slice(2).trim();
    if (line[0] === 'm') {
      current = (media.length < MAX_MEDIA ? parseMediaLine(value) : null) ?? 'left-out';
      if (typeof current === 'object') media.push(current);
    } else if (line[0] === 's' && current === 'session') {
      session.name = value;
    } else if (line[0] === 'a') {
      const colon = value.indexOf(':');
      const name = (colon < 0 ? value : value.slice(0, colon)).toLowerCase();
      const content = colon < 0 ? '' : value.slice(colon + 1).trim();
      if (typeof current === 'object') readMediaAttribute(current, name, content);
      else if (current === 'left-out') continue;
      else if (name === 'control') session.control = content;
      else if (name === 'tool') session.tool = content;
    }
  }
  return understood === 0 ? null : { ...session, media };
}

function parseMediaLine(value: string): MediaDraft | null {
  const [type = '', , , firstFormat = ''] = value.split(/\s+/);
  const payloadType = parseDecimal(firstFormat, 127);
  if (payloadType === null) return null;
  const known = STATIC_PAYLOAD_TYPES[payloadType];
  return {
    type: type.toLowerCase(),
    payloadType,
    encodingName: known?.encodingName ?? null,
    clockRateHz: known?.clockRateHz ?? null,
    channels: known?.channels ?? null,
    formatParameters: new Map(),
    control: null,
    declaredFramesPerSecond: null,
    direction: null,
  };
}

function readMediaAttribute(media: MediaDraft, name: string, content: string): void {
  switch (name) {
    case 'control':
      media.control = content;
      break;
    case 'rtpmap':
      readRtpMap(media, content);
      break;
    case 'fmtp':
      readFormatParameters(media, content);
      break;
    case 'framerate': {
      const rate = Number(content);
      if (content !== '' && Number.isFinite(rate) && rate > 0) media.declaredFramesPerSecond = rate;
      break;
    }
    case 'sendrecv':
    case 'sendonly':
    case 'recvonly':
    case 'inactive':
      media.direction = name;
      break;
    default:
  }
}

/** `96 H264/90000` or `97 MPEG4-GENERIC/48000/2`. */
function readRtpMap(media: MediaDraft, content: string): void {
  const match = /^(\d{1,3})\s+([^/\s]+)\/(\d{1,9})(?:\/(\d{1,3}))?/.exec(content);
  if (match === null || Number(match[1]) !== media.payloadType) return;
  media.encodingName = (match[2] ?? '').toLowerCase();
  media.clockRateHz = Number(match[3]) > 0 ? Number(match[3]) : null;
  media.channels = match[4] === undefined ? null : Number(match[4]);
}

/** `96 packetization-mode=1;profile-level-id=4D001F`: everything behind the payload type. */
function readFormatParameters(media: MediaDraft, content: string): void {
  const match = /^(\d{1,3})\s+/.exec(content);
  if (match === null || Number(match[1]) !== media.payloadType) return;
  for (const part of content.slice(match[0].length).split(';', MAX_FORMAT_PARAMETERS)) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    // The first one counts: a later repetition must not replace what a decoder was set up with.
    if (name !== '' && !media.formatParameters.has(name)) {
      media.formatParameters.set(name, equals < 0 ? '' : part.slice(equals + 1).trim());
    }
  }
}

function parseDecimal(text: string, most: number): number | null {
  return /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : null;
}
