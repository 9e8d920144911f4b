/** For tests of the client: a camera that answers from a script, and all that the client does, kept. */
import { decodeUtf8, encodeUtf8 } from '@matlang/media/bytes';
import { RtspClient } from './client.ts';
import type { RtspClientHandler, RtspClientOptions, RtspFailure, RtspTrack } from './client-types.ts';
import { parseMessageHead, type RtspRequest } from './message.ts';

export const URL = 'rtsp://cam/live';
const MAX_REQUESTS = 60;
export const PASSWORD = 'Geheim!7';
export const SDP = [
  'v=0',
  's=x',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:trackID=0',
  'm=audio 0 RTP/AVP 8',
  'a=control:trackID=1',
].join('\r\n');

/** Stands for MD5 and SHA-256, which tests of authorization.ts use as they are: here only the parts that go in matter. */
function hash(bytes: Uint8Array): string {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0');
}
const hashText = (text: string): string => hash(encodeUtf8(text));

type Headers = Readonly<Record<string, string | readonly string[]>>;
export interface Answer {
  readonly status?: number | string;
  readonly headers?: Headers;
  readonly body?: string;
  /** Instead of an answer. */
  readonly raw?: Uint8Array | string;
}
/** What the camera says to one request; null: nothing. */
export type Camera = (request: RtspRequest, count: number) => Answer | null;

const RTP = Uint8Array.from([0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3]);
export function packet(channel: number, payload: Uint8Array = RTP): Uint8Array {
  return Uint8Array.from([0x24, channel, payload.length >> 8, payload.length & 255, ...payload]);
}

/** A camera that does everything as it should, but for what `differences` say by method. */
export function camera(differences: Readonly<Record<string, Answer | Camera | null>> = {}): Camera {
  const normal: Camera = ({ method, headers }) => {
    switch (method) {
      case 'OPTIONS':
        return { headers: { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER' } };
      case 'DESCRIBE':
        return { headers: { 'Content-Base': `${URL}/`, 'Content-Type': 'application/sdp' }, body: SDP };
      case 'SETUP':
        return {
          headers: {
            Session: '       4711;timeout=60',
            Transport: `${headers.get('transport')};ssrc= d6d6627`,
          },
        };
      default:
        return {};
    }
  };
  return (request, count) => {
    const different = differences[request.method];
    if (different === undefined) return normal(request, count);
    if (typeof different !== 'function') return different && { ...normal(request, count), ...different };
    return different(request, count);
  };
}

/** A client and a camera in memory: what was asked, what the client told, and a hand on time. */
export class Conversation {
  readonly requests: RtspRequest[] = [];
  readonly responses: string[] = [];
  readonly steps: string[] = [];
  readonly warnings: string[] = [];
  readonly failures: RtspFailure[] = [];
  readonly redirects: string[] = [];
  readonly tracks: RtspTrack[] = [];
  readonly packets: string[] = [];
  readonly leftOut: string[] = [];
  /** Interleaved frames that the client sent. */
  readonly frames: Uint8Array[] = [];
  readonly client: RtspClient;
  readonly #camera: Camera;
  readonly #toAnswer: RtspRequest[] = [];
  /** Cuts what the camera sends. */
  readonly pieceBytes: number;
  nowMs = 0;

  constructor(
    scripted: Camera,
    options: Partial<RtspClientOptions> & {
      handler?: (conversation: Conversation) => Partial<RtspClientHandler>;
      pieceBytes?: number;
    } = {},
  ) {
    const { handler, pieceBytes, ...rest } = options;
    this.#camera = scripted;
    this.pieceBytes = pieceBytes ?? Number.POSITIVE_INFINITY;
    this.client = new RtspClient(
      {
        url: URL,
        credentials: { username: 'admin', password: PASSWORD },
        transport: 'tcp',
        userAgent: 'matlang',
        digests: { md5Hex: hash, sha256Hex: (bytes) => `sha${hash(bytes)}` },
        randomHex: () => 'c0ffee',
        ...rest,
      },
      {
        write: (bytes) => this.#onWrite(bytes),
        onStep: (step) => this.steps.push(step),
        chooseMedia: ({ media }) => media.map((_, index) => index),
        udpPorts: (index) => ({ rtpPort: 5000 + 2 * index, rtcpPort: 5001 + 2 * index }),
        onTrack: (track) => this.tracks.push(track),
        onLeftOut: (media, { code, statusCode }) => this.leftOut.push(`${media} ${code} ${statusCode}`),
        onRtp: (media, bytes) => this.packets.push(`rtp ${media} ${bytes.length}`),
        onRtcp: (media, bytes) => this.packets.push(`rtcp ${media} ${bytes.length}`),
        onWarning: (warning, detail) => this.warnings.push(`${warning}: ${detail}`),
        onFailure: (failure) => this.failures.push(failure),
        onRedirect: (url) => this.redirects.push(url),
        ...handler?.(this),
      },
    );
  }

  #onWrite(bytes: Uint8Array): void {
    if (bytes[0] === 0x24) {
      this.frames.push(bytes);
      return;
    }
    const text = decodeUtf8(bytes);
    if (!text.endsWith('\r\n\r\n')) throw new Error(`half a message: ${text}`);
    const message = parseMessageHead(bytes.subarray(0, -4), new Uint8Array(0));
    if (message?.kind === 'request') {
      this.requests.push(message);
      this.#toAnswer.push(message);
    } else this.responses.push(text);
  }

  /** Until nobody has anything to say. */
  run(): this {
    if (this.requests.length === 0) this.client.start(this.nowMs);
    for (let request = this.#toAnswer.shift(); request !== undefined; request = this.#toAnswer.shift()) {
      const answer = this.#camera(request, this.count(request.method));
      if (answer !== null) this.receive(toBytes(answer, request));
      if (this.requests.length > MAX_REQUESTS) throw new Error('the client never stops asking');
    }
    return this;
  }

  receive(bytes: Uint8Array | string): this {
    const all = typeof bytes === 'string' ? encodeUtf8(bytes) : bytes;
    for (let at = 0; at < all.length; at += this.pieceBytes)
      this.client.receive(all.slice(at, Math.min(all.length, at + this.pieceBytes)), this.nowMs);
    return this;
  }

  /** Ticks each second, as the owner does. */
  pass(seconds: number): this {
    for (let i = 0; i < seconds; i += 1) {
      this.nowMs += 1_000;
      this.client.tick(this.nowMs);
      this.run();
    }
    return this;
  }

  count(method: string): number {
    return this.requests.filter((request) => request.method === method).length;
  }

  get methods(): string {
    return this.requests.map(({ method }) => method).join(' ');
  }

  get authorizations(): readonly string[] {
    return this.requests.flatMap(({ headers }) => headers.all('authorization'));
  }
}

export function toBytes(answer: Answer, request: RtspRequest): Uint8Array {
  if (answer.raw !== undefined) return typeof answer.raw === 'string' ? encodeUtf8(answer.raw) : answer.raw;
  const body = encodeUtf8(answer.body ?? '');
  const headers: Headers = {
    CSeq: request.headers.get('cseq') ?? '',
    ...answer.headers,
    ...(body.length > 0 ? { 'Content-Length': String(body.length) } : {}),
  };
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => (value === '' ? '' : `${name}: ${value}\r\n`)),
  );
  const head = encodeUtf8(`RTSP/1.0 ${answer.status ?? '200 OK'}\r\n${lines.join('')}\r\n`);
  return Uint8Array.from([...head, ...body]);
}

/** Asks for Digest at every request until `isRight`. */
export function guarded(
  challenges: readonly string[],
  isRight: (request: RtspRequest) => boolean,
  inside: Camera = camera(),
): Camera {
  return (request, count) =>
    isRight(request)
      ? inside(request, count)
      : { status: '401 Unauthorized', headers: { 'WWW-Authenticate': challenges } };
}

export function digestIsRight(request: RtspRequest, nonce = 'n1', password = PASSWORD): boolean {
  const text = request.headers.get('authorization') ?? '';
  const secret = hashText(`admin:Cam:${password}`);
  return text.includes(
    `response="${hashText(`${secret}:${nonce}:${hashText(`${request.method}:${request.url}`)}`)}"`,
  );
}
export const DIGEST = 'Digest realm="Cam", nonce="n1"';
export const PLAYING = 'OPTIONS DESCRIBE SETUP SETUP PLAY';
