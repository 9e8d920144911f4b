/**
 * An RTSP 1.0 client without a socket: bytes and time come in, bytes and events go out. One conversation from OPTIONS to
 * TEARDOWN; connecting, reconnecting and following redirects are the owner's.
 *
 * Tolerated, each with a test that names the camera where it is known (client.test.ts):
 * - OPTIONS refused or unanswered with an error: GET_PARAMETER is then not used;
 * - answers without CSeq or with another one: taken for the request that waits;
 * - several rounds of 401, stale nonces, Basic and Digest offered at once (Tapo), credentials asked for at any request;
 * - Content-Base with a query, without port, or naming another host (Dahua);
 * - SETUP answers without Transport, or with other channels than asked;
 * - a Session header missing in later answers (Reolink, TEARDOWN), or with blanks before it (Hikvision);
 * - media before the answer to PLAY;
 * - keep-alive refused: OPTIONS is used instead.
 */

import { decodeUtf8 } from '@matlang/media/bytes';
import { parseSdp, resolveControlUrl, type SessionDescription } from '@matlang/media/sdp';
import {
  parseRtpInfo,
  parseSessionHeader,
  parseTransportHeader,
  type SessionHeader,
} from './answer-headers.ts';
import { Authorizer } from './authorization.ts';
import { parseChallenges } from './challenge.ts';
import type {
  RtspClientHandler,
  RtspClientOptions,
  RtspFailureCode,
  RtspStep,
  RtspWarning,
  UdpPorts,
} from './client-types.ts';
import { InterleavedReader } from './interleaved-reader.ts';
import { type RtspMessage, type RtspResponse, writeRequest, writeResponse } from './message.ts';
import { parseRtspUrl } from './rtsp-url.ts';
import { failureOfStatus } from './status.ts';

/** A camera that takes longer to answer is stuck; slow ones were seen to take 5 s for DESCRIBE. */
const RESPONSE_TIMEOUT_MS = 10_000;
/** Garbage before the first answer from which on something else is listening there. */
const NOT_RTSP_BYTES = 1_024;
/** Session time-outs are halved for keep-alive; never more often than this. */
const SHORTEST_KEEP_ALIVE_MS = 2_000;

type Method = 'OPTIONS' | 'DESCRIBE' | 'SETUP' | 'PLAY' | 'GET_PARAMETER' | 'TEARDOWN';

interface Pending {
  readonly method: Method;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly cSeq: number;
  readonly sentMonotonicMs: number;
  /** This very request was already answered with credentials for a fresh challenge. */
  readonly challenged: boolean;
  readonly mediaIndex: number | null;
  readonly ports: UdpPorts | null;
}

/** One conversation; not reusable. */
export class RtspClient {
  readonly #options: RtspClientOptions;
  readonly #handler: RtspClientHandler;
  readonly #reader: InterleavedReader;
  readonly #warned = new Set<RtspWarning>();
  /** Channel to media: even positions RTP, the other RTCP. */
  readonly #channels = new Map<number, { readonly mediaIndex: number; readonly rtcp: boolean }>();
  #step: RtspStep = 'options';
  #nowMs = 0;
  #nextCSeq = 1;
  #pending: Pending | null = null;
  #authorizer: Authorizer | null = null;
  #methods: ReadonlySet<string> = new Set();
  #description: SessionDescription | null = null;
  #baseUrl: string;
  #toSetUp: number[] = [];
  #session: SessionHeader | null = null;
  #keepAliveDueMs = Number.POSITIVE_INFINITY;
  #garbageBytes = 0;
  #anyMessage = false;

  constructor(options: RtspClientOptions, handler: RtspClientHandler) {
    this.#options = options;
    this.#handler = handler;
    this.#baseUrl = options.url;
    this.#reader = new InterleavedReader({
      onPacket: (channel, bytes) => this.#onPacket(channel, bytes),
      onMessage: (message) => this.#onMessage(message),
      onGarbage: (sizeBytes) => this.#onGarbage(sizeBytes),
    });
  }

  get step(): RtspStep {
    return this.#step;
  }

  /** Null before DESCRIBE was answered. */
  get description(): SessionDescription | null {
    return this.#description;
  }

  /** How long a session outlives us when we can't say goodbye: what to wait after `too-many-sessions`. */
  get sessionTimeoutSeconds(): number | null {
    return this.#session?.timeoutSeconds ?? null;
  }

  /** To be called once, when the connection is open. */
  start(nowMonotonicMs: number): void {
    this.#nowMs = nowMonotonicMs;
    this.#handler.onStep('options');
    this.#send('OPTIONS', this.#options.url, []);
  }

  /** @param chunk bytes as read from the socket; not kept. */
  receive(chunk: Uint8Array, nowMonotonicMs: number): void {
    this.#nowMs = nowMonotonicMs;
    if (this.#step !== 'ended') this.#reader.push(chunk);
  }

  /** Looks at time-outs and keep-alive; to be called about once a second. */
  tick(nowMonotonicMs: number): void {
    this.#nowMs = nowMonotonicMs;
    if (this.#step === 'ended') return;
    if (this.#pending !== null && nowMonotonicMs - this.#pending.sentMonotonicMs > RESPONSE_TIMEOUT_MS) {
      // A camera that plays but doesn't answer a keep-alive is watched by its media, not by its answers.
      if (this.#step !== 'playing') {
        const garbage = !this.#anyMessage && this.#garbageBytes > 0;
        this.#fail(garbage ? 'not-rtsp' : 'response-timeout', null, `no answer to ${this.#pending.method}`);
        return;
      }
      this.#warn('keep-alive-refused', 'no answer');
      this.#pending = null;
    }
    if (this.#step === 'playing' && this.#pending === null && nowMonotonicMs >= this.#keepAliveDueMs)
      this.#keepAlive();
  }

  /** Says TEARDOWN; the answer is not waited for, since some cameras never give one. */
  teardown(): void {
    if (this.#step === 'ended') return;
    if (this.#session !== null) this.#write('TEARDOWN', this.#aggregateUrl(), []);
    this.#end();
  }

  #send(
    method: Method,
    url: string,
    headers: Pending['headers'],
    more: {
      readonly challenged?: boolean;
      readonly mediaIndex?: number | null;
      readonly ports?: UdpPorts | null;
    } = {},
  ): void {
    const cSeq = this.#write(method, url, headers);
    this.#pending = {
      method,
      url,
      headers,
      cSeq,
      sentMonotonicMs: this.#nowMs,
      challenged: more.challenged ?? false,
      mediaIndex: more.mediaIndex ?? null,
      ports: more.ports ?? null,
    };
  }

  #write(method: Method, url: string, headers: Pending['headers']): number {
    const cSeq = this.#nextCSeq;
    this.#nextCSeq += 1;
    this.#handler.write(
      writeRequest(method, url, [
        ['CSeq', String(cSeq)],
        ...headers,
        ...(this.#session === null ? [] : [['Session', this.#session.id] as const]),
        ...(this.#authorizer === null
          ? []
          : [['Authorization', this.#authorizer.authorize(method, url)] as const]),
        ['User-Agent', this.#options.userAgent],
      ]),
    );
    return cSeq;
  }

  #onMessage(message: RtspMessage): void {
    if (this.#step === 'ended') return;
    this.#anyMessage = true;
    if (message.kind === 'request') {
      this.#onServerRequest(message.method, message.headers.get('cseq'), message.headers.get('location'));
      return;
    }
    const pending = this.#pending;
    if (pending === null || message.statusCode < 200) return;
    const cSeq = message.headers.get('cseq');
    if (cSeq !== null && Number.parseInt(cSeq, 10) < pending.cSeq) {
      // The late answer to something that was given up: not the one that waits.
      this.#warn('sequence-mismatch', `CSeq ${cSeq} for ${pending.cSeq}`);
      return;
    }
    if (cSeq === null || Number.parseInt(cSeq, 10) !== pending.cSeq)
      this.#warn('sequence-mismatch', `CSeq ${cSeq} for ${pending.cSeq}`);
    this.#pending = null;
    if (message.statusCode === 401) this.#onUnauthorized(pending, message);
    else this.#onAnswer(pending, message);
  }

  #onAnswer(pending: Pending, response: RtspResponse): void {
    switch (pending.method) {
      case 'OPTIONS':
        if (this.#step === 'playing') this.#onKeptAlive(pending, response);
        else this.#onOptions(response);
        break;
      case 'GET_PARAMETER':
        this.#onKeptAlive(pending, response);
        break;
      case 'DESCRIBE':
        this.#onDescribed(response);
        break;
      case 'SETUP':
        this.#onSetUp(pending, response);
        break;
      case 'PLAY':
        this.#onPlaying(response);
        break;
      case 'TEARDOWN':
        break;
    }
  }

  #onUnauthorized(pending: Pending, response: RtspResponse): void {
    if (this.#options.credentials === null) {
      this.#fail('credentials-missing', 401, 'the camera asks for a user and a password');
      return;
    }
    const challenge = parseChallenges(response.headers.all('www-authenticate'))[0];
    if (challenge === undefined) {
      this.#fail(
        'authentication-unsupported',
        401,
        `offered: ${response.headers.all('www-authenticate').length} challenges, none known`,
      );
      return;
    }
    const stale = challenge.scheme === 'digest' && challenge.stale;
    // The request was answered for a challenge made for it: the credentials are wrong. A second try would only count
    // towards locking the account. A nonce that grew old since an earlier request is another matter.
    if (pending.challenged && !stale) {
      this.#fail('credentials-refused', 401, 'user or password is wrong');
      return;
    }
    if (
      pending.challenged &&
      this.#authorizer?.challenge.scheme === 'digest' &&
      challenge.scheme === 'digest' &&
      this.#authorizer.challenge.nonce === challenge.nonce
    ) {
      this.#fail('credentials-refused', 401, 'the same nonce again');
      return;
    }
    this.#authorizer = new Authorizer(
      challenge,
      this.#options.credentials,
      this.#options.digests,
      this.#options.randomHex(),
    );
    const step = this.#step;
    if (step !== 'playing') this.#handler.onStep('authenticating');
    this.#send(pending.method, pending.url, pending.headers, { ...pending, challenged: true });
    if (step !== 'playing') this.#handler.onStep(step);
  }

  #onOptions(response: RtspResponse): void {
    if (this.#failsOrRedirects(response, 'OPTIONS', true)) return;
    if (response.statusCode === 200) {
      const listed = response.headers.all('public').join(',');
      this.#methods = new Set(listed.split(',').map((method) => method.trim().toUpperCase()));
    } else {
      this.#warn('options-refused', `status ${response.statusCode}`);
    }
    this.#enter('describing');
    this.#send('DESCRIBE', this.#options.url, [['Accept', 'application/sdp']]);
  }

  #onDescribed(response: RtspResponse): void {
    if (this.#failsOrRedirects(response, 'DESCRIBE', false)) return;
    const description = parseSdp(decodeUtf8(response.body));
    if (description === null) {
      this.#fail('description-invalid', response.statusCode, `${response.body.length} bytes that are no SDP`);
      return;
    }
    this.#description = description;
    this.#baseUrl =
      response.headers.get('content-base') ?? response.headers.get('content-location') ?? this.#options.url;
    const base = parseRtspUrl(this.#baseUrl);
    const asked = parseRtspUrl(this.#options.url);
    if (typeof base === 'string') this.#baseUrl = this.#options.url;
    else if (typeof asked === 'object' && base.host !== asked.host)
      this.#warn('content-base-other-host', base.host);
    this.#toSetUp = [...this.#handler.chooseMedia(description)].filter(
      (index) => description.media[index] !== undefined,
    );
    if (this.#toSetUp.length === 0) {
      const offered = description.media.map(
        (media) => `${media.type} ${media.encodingName ?? media.payloadType}`,
      );
      this.#fail('media-missing', null, `offered: ${offered.join(', ') || 'nothing'}`);
      return;
    }
    this.#enter('setting-up');
    this.#setUpNext();
  }

  #setUpNext(): void {
    const mediaIndex = this.#toSetUp[0];
    const media = mediaIndex === undefined ? undefined : this.#description?.media[mediaIndex];
    if (mediaIndex === undefined || media === undefined) {
      this.#enter('starting');
      this.#send('PLAY', this.#aggregateUrl(), [['Range', 'npt=0.000-']]);
      return;
    }
    const channel = 2 * (this.#channels.size / 2);
    const ports = this.#options.transport === 'udp' ? this.#handler.udpPorts(mediaIndex) : null;
    const transport =
      ports === null
        ? `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`
        : `RTP/AVP;unicast;client_port=${ports.rtpPort}-${ports.rtcpPort}`;
    this.#send('SETUP', resolveControlUrl(this.#baseUrl, media.control), [['Transport', transport]], {
      mediaIndex,
      ports,
    });
  }

  #onSetUp(pending: Pending, response: RtspResponse): void {
    if (this.#failsOrRedirects(response, 'SETUP', false)) return;
    const mediaIndex = pending.mediaIndex ?? 0;
    const media = this.#description?.media[mediaIndex];
    if (media === undefined) return;
    const session = response.headers.get('session');
    if (session !== null) this.#session = parseSessionHeader(session) ?? this.#session;
    if (this.#session === null) this.#warn('session-header-missing', 'SETUP');
    const transport = parseTransportHeader(response.headers.get('transport') ?? '');
    const overTcp = transport.protocol.includes('TCP');
    if (transport.protocol !== '' && overTcp !== (pending.ports === null)) {
      this.#fail(
        'transport-refused',
        response.statusCode,
        `asked for ${this.#options.transport}, got ${transport.protocol}`,
      );
      return;
    }
    const asked = this.#channels.size;
    const channels =
      pending.ports === null
        ? (transport.interleaved ?? { rtp: asked, rtcp: asked + 1 })
        : { rtp: asked, rtcp: asked + 1 };
    if (channels.rtp !== asked) this.#warn('other-channels-than-asked', `${channels.rtp} for ${asked}`);
    this.#channels.set(channels.rtp, { mediaIndex, rtcp: false });
    this.#channels.set(channels.rtcp, { mediaIndex, rtcp: true });
    this.#handler.onTrack({
      mediaIndex,
      media,
      ssrc: transport.ssrc,
      udp:
        pending.ports === null
          ? null
          : {
              local: pending.ports,
              server:
                transport.serverPort === null
                  ? null
                  : { rtpPort: transport.serverPort.rtp, rtcpPort: transport.serverPort.rtcp },
              source: transport.source,
            },
    });
    this.#toSetUp.shift();
    this.#setUpNext();
  }

  #onPlaying(response: RtspResponse): void {
    if (this.#failsOrRedirects(response, 'PLAY', false)) return;
    // Read for its tolerance only: sequence numbers and times are taken from the packets, which don't lie.
    parseRtpInfo(response.headers.get('rtp-info') ?? '');
    this.#scheduleKeepAlive();
    this.#enter('playing');
  }

  #keepAlive(): void {
    const method = this.#methods.has('GET_PARAMETER') ? 'GET_PARAMETER' : 'OPTIONS';
    this.#scheduleKeepAlive();
    this.#send(method, this.#aggregateUrl(), []);
  }

  #onKeptAlive(pending: Pending, response: RtspResponse): void {
    if (response.statusCode < 300) return;
    if (response.statusCode === 454) {
      this.#fail('session-lost', 454, 'the camera has forgotten the session');
      return;
    }
    this.#warn('keep-alive-refused', `${pending.method}: status ${response.statusCode}`);
    if (pending.method === 'GET_PARAMETER')
      this.#methods = new Set([...this.#methods].filter((method) => method !== 'GET_PARAMETER'));
  }

  #scheduleKeepAlive(): void {
    const timeoutMs = (this.#session?.timeoutSeconds ?? 60) * 1000;
    this.#keepAliveDueMs = this.#nowMs + Math.max(SHORTEST_KEEP_ALIVE_MS, timeoutMs / 2);
  }

  #onServerRequest(method: string, cSeq: string | null, location: string | null): void {
    this.#handler.write(writeResponse(200, 'OK', [['CSeq', cSeq ?? '0']]));
    if (method === 'REDIRECT') this.#redirect(location);
    else if (method === 'TEARDOWN') this.#fail('session-lost', null, 'the camera ended the session');
  }

  /** @returns true when the answer ended the conversation. */
  #failsOrRedirects(response: RtspResponse, method: Method, mayFail: boolean): boolean {
    const { statusCode } = response;
    if (statusCode >= 300 && statusCode < 400) {
      this.#redirect(response.headers.get('location'));
      return true;
    }
    if (statusCode < 300) return false;
    const code = failureOfStatus(statusCode);
    if (mayFail && code === 'rtsp-status') return false;
    this.#fail(code, statusCode, `${method}: ${statusCode} ${response.reason}`.trim());
    return true;
  }

  #redirect(location: string | null): void {
    const url = location === null ? 'not-rtsp' : parseRtspUrl(location);
    if (typeof url === 'string') {
      this.#fail('redirect-refused', null, location === null ? 'without an address' : url);
      return;
    }
    this.#end();
    this.#handler.onRedirect(url.withoutCredentials);
  }

  #onPacket(channel: number, bytes: Uint8Array): void {
    if (this.#step === 'ended' || bytes.length === 0) return;
    const target = this.#channels.get(channel);
    if (target === undefined) this.#warn('unknown-channel', String(channel));
    else if (target.rtcp) this.#handler.onRtcp(target.mediaIndex, bytes);
    else this.#handler.onRtp(target.mediaIndex, bytes, this.#nowMs);
  }

  #onGarbage(sizeBytes: number): void {
    this.#garbageBytes += sizeBytes;
    if (this.#step === 'ended') return;
    if (!this.#anyMessage && this.#garbageBytes >= NOT_RTSP_BYTES)
      this.#fail('not-rtsp', null, 'what answers is no RTSP');
    else if (this.#anyMessage) this.#warn('garbage-between-packets', `${sizeBytes} bytes`);
  }

  /** Bytes that made no sense so far. */
  get garbageBytes(): number {
    return this.#garbageBytes;
  }

  #aggregateUrl(): string {
    return resolveControlUrl(this.#baseUrl, this.#description?.control ?? null);
  }

  #enter(step: RtspStep): void {
    this.#step = step;
    this.#handler.onStep(step);
  }

  #warn(warning: RtspWarning, detail: string): void {
    if (this.#warned.has(warning)) return;
    this.#warned.add(warning);
    this.#handler.onWarning(warning, detail);
  }

  #fail(code: RtspFailureCode, statusCode: number | null, detail: string): void {
    const step = this.#step;
    // A session that was opened is closed, so that a camera with one session isn't blocked until its time-out.
    if (this.#session !== null && code !== 'session-lost') this.#write('TEARDOWN', this.#aggregateUrl(), []);
    this.#end();
    this.#handler.onFailure({ step, code, statusCode, detail });
  }

  #end(): void {
    this.#pending = null;
    this.#step = 'ended';
  }
}
