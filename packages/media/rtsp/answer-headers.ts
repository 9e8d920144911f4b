/** The structured headers of SETUP and PLAY answers: Session, Transport, RTP-Info. */

/** RFC 2326, section 12.37: what holds when the answer states no time-out (Reolink). */
const DEFAULT_SESSION_TIMEOUT_S = 60;
/** A day: longer is nonsense and would keep a dead session unnoticed. */
const MAX_SESSION_TIMEOUT_S = 86_400;

/** The session to be named in every later request, and how long it lives without one. */
export interface SessionHeader {
  /** Text, to the letter: some look like numbers with more digits than fit one. */
  readonly id: string;
  readonly timeoutSeconds: number;
}

/** `708345999;timeout=60`, with any blanks before it (Hikvision: eight). @returns null without an id. */
export function parseSessionHeader(value: string): SessionHeader | null {
  const [id = '', ...parameters] = value.split(';').map((part) => part.trim());
  if (id === '') return null;
  const timeout = parameters
    .map((part) => /^timeout\s*=\s*(\d+)/i.exec(part)?.[1])
    .find((text) => text !== undefined);
  const seconds = timeout === undefined ? DEFAULT_SESSION_TIMEOUT_S : Number(timeout);
  return {
    id,
    timeoutSeconds: seconds > 0 ? Math.min(seconds, MAX_SESSION_TIMEOUT_S) : DEFAULT_SESSION_TIMEOUT_S,
  };
}

/** What the server settled on in its answer to SETUP; null where it doesn't say. */
export interface TransportHeader {
  /** `RTP/AVP/TCP`, `RTP/AVP`, `RTP/AVP/UDP`: upper-case. */
  readonly protocol: string;
  readonly delivery: 'unicast' | 'multicast' | null;
  readonly interleaved: { readonly rtp: number; readonly rtcp: number } | null;
  readonly serverPort: { readonly rtp: number; readonly rtcp: number } | null;
  /** Address that UDP packets come from, when it isn't the connection's. */
  readonly source: string | null;
  readonly destination: string | null;
  /** `play`, lower-case; Hikvision quotes it. */
  readonly mode: string | null;
  readonly ssrc: number | null;
}

/** The first transport of the header. */
export function parseTransportHeader(value: string): TransportHeader {
  const [protocol = '', ...parts] = (value.split(',')[0] ?? '').split(';').map((part) => part.trim());
  const parameters = new Map(
    parts.map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? [part.toLowerCase(), '']
        : [
            part.slice(0, equals).trim().toLowerCase(),
            part
              .slice(equals + 1)
              .trim()
              .replace(/^"|"$/g, ''),
          ];
    }),
  );
  return {
    protocol: protocol.toUpperCase(),
    delivery: parameters.has('multicast') ? 'multicast' : parameters.has('unicast') ? 'unicast' : null,
    interleaved: parsePair(parameters.get('interleaved'), 255),
    serverPort: parsePair(parameters.get('server_port'), 65535),
    source: parameters.get('source') || null,
    destination: parameters.get('destination') || null,
    mode: parameters.get('mode')?.toLowerCase() || null,
    ssrc: parseSsrc(parameters.get('ssrc')),
  };
}

/** `0-1`; a single number means the next one for RTCP. */
function parsePair(
  text: string | undefined,
  most: number,
): { readonly rtp: number; readonly rtcp: number } | null {
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text ?? '');
  if (match === null) return null;
  const rtp = Number(match[1]);
  const rtcp = match[2] === undefined ? rtp + 1 : Number(match[2]);
  return rtp > most || rtcp > most ? null : { rtp, rtcp };
}

/** Hexadecimal; Hikvision writes a blank for a leading zero. */
function parseSsrc(text: string | undefined): number | null {
  return text !== undefined && /^[0-9a-f]{1,8}$/i.test(text.trim()) ? Number.parseInt(text.trim(), 16) : null;
}

/** Where one stream begins after PLAY; null where the camera leaves it out. */
export interface RtpInfo {
  /** As it stands; relative with Dahua and Reolink. */
  readonly url: string;
  readonly sequenceNumber: number | null;
  readonly rtpTimestamp: number | null;
  /** Outside RFC 2326 (Reolink). */
  readonly ssrc: number | null;
}

/** More than a camera has media (Dahua: three). */
const MAX_RTP_INFO = 32;

/** One entry a stream, in the order written; commas inside URLs are told from separators by the `url=` behind them. */
export function parseRtpInfo(value: string): readonly RtpInfo[] {
  return value
    .split(/,(?=\s{0,8}url\s{0,8}=)/i, MAX_RTP_INFO)
    .map((entry) => {
      const parts = entry.split(';').map((part) => part.trim());
      const parameter = (name: string): string | undefined =>
        parts.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
      return {
        url: parameter('url') ?? '',
        sequenceNumber: parseCount(parameter('seq'), 0xffff),
        rtpTimestamp: parseCount(parameter('rtptime'), 0xffff_ffff),
        ssrc: parseSsrc(parameter('ssrc')),
      };
    })
    .filter(({ url }) => url !== '');
}

function parseCount(text: string | undefined, most: number): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : null;
}
