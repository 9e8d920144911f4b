/**
 * An RTSP 1.0 client without a socket: bytes and time come in, bytes and events go out. One conversation from OPTIONS to
 * TEARDOWN; connecting, reconnecting and following redirects are the owner's.
 *
 * Tolerated, each with a test that names the camera where it is known (client.test.ts):
 * - OPTIONS refused: GET_PARAMETER is then not used, and DESCRIBE tells what is wrong;
 * - answers without CSeq or with another one: taken for the request that waits;
 * - several rounds of 401, stale nonces, Basic and Digest offered at once (Tapo), credentials asked for at any request;
 * - Content-Base with a query, without port, naming another host (Dahua), or no address at all;
 * - SETUP answers without Transport, with other channels than asked, or with the same ones for every media;
 * - a Session header missing in later answers (Reolink, TEARDOWN), or with blanks before it (Hikvision);
 * - media before the answer to PLAY;
 * - keep-alive refused: OPTIONS is used instead;
 * - PLAY refused for its Range header or for the slash at its end (PTZOptics): play-attempts.ts;
 * - SETUP refused for another media than the first (sound of an Amcrest, 454): left out, the first goes on.
 *
 * Callbacks may call teardown(): nothing is written or reported after it.
 */

import { decodeUtf8 } from '@matlang/media/bytes';
import { parseSdp, resolveControlUrl, type SessionDescription } from '@matlang/media/sdp';
import { parseSessionHeader, parseTransportHeader, type SessionHeader } from './answer-headers.ts';
import { Authentication, type AuthenticationScheme } from './authentication.ts';
import { ChannelMap, type ChannelPair } from './channel-map.ts';
import type {
  RtspClientHandler,
  RtspClientOptions,
  RtspFailureCode,
  RtspStep,
  RtspWarning,
  UdpPorts,
} from './client-types.ts';
import { InterleavedReader, writeInterleaved } from './interleaved-reader.ts';
import { escapeUrl, type RtspMessage, type RtspResponse, writeRequest, writeResponse } from './message.ts';
import { isWorthAnotherPlay, type PlayAttempt, playAttempts } from './play-attempts.ts';
import { parseRtspUrl } from './rtsp-url.ts';
import { failureOfStatus } from './status.ts';

/** A camera that takes longer to answer is stuck; slow ones were seen to take 5 s for DESCRIBE. */
const RESPONSE_TIMEOUT_MS = 10_000;
/** Garbage before the first answer from which on something else is listening there. */
const NOT_RTSP_BYTES = 1_024;
/** Session time-outs are halved for keep-alive; never more often than this. */
const SHORTEST_KEEP_ALIVE_MS = 2_000;
/** Requests of the camera that are answered between two ticks: more would fill the socket's buffer with our answers. */
const MAX_SERVER_REQUESTS_PER_TICK = 20;
/** A reason phrase may have the length of a whole header. */
const MAX_DETAIL_LENGTH = 300;
/** Names with version and build, as seen, stay below 80. */
const MAX_SERVER_LENGTH = 200;

type Method = 'OPTIONS' | 'DESCRIBE' | 'SETUP' | 'PLAY' | 'GET_PARAMETER' | 'TEARDOWN';

interface Pending {
  readonly method: Method;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly cSeq: number;
  readonly sentMonotonicMs: number;
  /** How often this very request was repeated with credentials for a fresh challenge. */
  readonly authentications: number;
  readonly setup: Setup | null;
}

/** What a SETUP asked for. */
interface Setup {
  readonly mediaIndex: number;
  readonly channels: ChannelPair;
  /** Null over TCP. */
  readonly ports: UdpPorts | null;
}

/** One conversation; not reusable. */
export class RtspClient {
  readonly #options: RtspClientOptions;
  readonly #handler: RtspClientHandler;
  readonly #reader: InterleavedReader;
  readonly #warned = new Set<RtspWarning>();
  readonly #channels = new ChannelMap();
  readonly #authentication: Authentication;
  #step: RtspStep = 'options';
  /** The step to go back to when credentials were accepted. */
  #stepBehind: RtspStep = 'options';
  #nowMs = 0;
  #nextCSeq = 1;
  #pending: Pending | null = null;
  /** The last request whose answer is no longer waited for. */
  #givenUpCSeq = Number.NEGATIVE_INFINITY;
  #methods: ReadonlySet<string> = new Set();
  #description: SessionDescription | null = null;
  #baseUrl: string;
  #toSetUp: number[] = [];
  #tracks = 0;
  /** Ways to PLAY that were not tried yet. */
  #toPlay: PlayAttempt[] = [];
  /** The address that PLAY was asked for last: where keep-alive and TEARDOWN go. */
  #playUrl: string | null = null;
  #playRefusal: RtspResponse | null = null;
  #server: string | null = null;
  #session: SessionHeader | null = null;
  #keepAliveDueMs = Number.POSITIVE_INFINITY;
  #garbageBytes = 0;
  #anyMessage = false;
  #serverRequests = 0;
  /** The owner said goodbye: it wants to hear nothing more. */
  #silent = false;

  /** @param options an address that can't be read, or with credentials in it, is a TypeError. */
  constructor(options: RtspClientOptions, handler: RtspClientHandler) {
    const url = parseRtspUrl(options.url);
    // The address is not shown: it may hold a password.
    if (typeof url === 'string') throw new TypeError(`options.url must be an RTSP address: ${url}`);
    if (url.username !== null) throw new TypeError('options.url must hold no credentials');
    this.#options = options;
    this.#handler = handler;
    this.#baseUrl = options.url;
    this.#authentication = new Authentication(options);
    this.#reader = new InterleavedReader({
      onPacket: (channel, bytes) => this.#onPacket(channel, bytes),
      onMessage: (message) => this.#onMessage(message),
      onGarbage: (sizeBytes, bytes) => this.#onGarbage(sizeBytes, bytes),
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

  /**
   * What the camera calls itself in its first answer that has a Server header: printable, at most 200 characters. Null
   * when it says nothing.
   */
  get server(): string | null {
    return this.#server;
  }

  /** How requests prove who we are; null while the camera has not asked. */
  get authentication(): AuthenticationScheme | null {
    return this.#authentication.scheme;
  }

  /**
   * Sends one RTCP packet to the camera on the media's RTCP channel (RFC 2326, section 10.12). Nothing happens over UDP,
   * when it doesn't play, or for a media without a channel.
   */
  sendRtcp(mediaIndex: number, bytes: Uint8Array): void {
    const channel = this.#channels.rtcpChannel(mediaIndex);
    if (this.#step === 'playing' && channel !== null) this.#handler.write(writeInterleaved(channel, bytes));
  }

  /** To be called once, when the connection is open. */
  start(nowMonotonicMs: number): void {
    this.#nowMs = nowMonotonicMs;
    this.#enter('options');
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
    this.#serverRequests = 0;
    if (this.#step === 'ended') return;
    if (this.#pending !== null && nowMonotonicMs - this.#pending.sentMonotonicMs > RESPONSE_TIMEOUT_MS) {
      if (this.#pending.setup !== null && this.#tracks > 0) {
        this.#givenUpCSeq = this.#pending.cSeq;
        const { mediaIndex } = this.#pending.setup;
        this.#pending = null;
        this.#leaveOut(mediaIndex, 'response-timeout', null, 'no answer to SETUP');
        return;
      }
      // A camera that plays but doesn't answer a keep-alive is watched by its media, not by its answers.
      if (this.#step !== 'playing') {
        const garbage = !this.#anyMessage && this.#garbageBytes > 0;
        this.#fail(garbage ? 'not-rtsp' : 'response-timeout', null, `no answer to ${this.#pending.method}`);
        return;
      }
      this.#givenUpCSeq = this.#pending.cSeq;
      this.#pending = null;
      this.#warn('keep-alive-refused', 'no answer');
    }
    if (this.#step === 'playing' && this.#pending === null && nowMonotonicMs >= this.#keepAliveDueMs)
      this.#keepAlive();
  }

  /** Says TEARDOWN; the answer is not waited for, since some cameras never give one. */
  teardown(): void {
    this.#silent = true;
    this.#end();
  }

  #send(method: Method, url: string, headers: Pending['headers'], setup: Setup | null = null): void {
    this.#sendAgain({ method, url, headers, cSeq: 0, sentMonotonicMs: 0, authentications: 0, setup });
  }

  #sendAgain(request: Pending): void {
    if (this.#step === 'ended') return;
    const cSeq = this.#nextCSeq;
    this.#pending = { ...request, cSeq, sentMonotonicMs: this.#nowMs };
    this.#write(request.method, request.url, request.headers);
  }

  #write(method: Method, url: string, headers: Pending['headers']): void {
    const target = escapeUrl(url);
    const authorization = this.#authentication.authorize(method, target);
    const cSeq = this.#nextCSeq;
    this.#nextCSeq += 1;
    this.#handler.write(
      writeRequest(method, target, [
        ['CSeq', String(cSeq)],
        ...headers,
        ...(this.#session === null ? [] : [['Session', this.#session.id] as const]),
        ...(authorization === null ? [] : [['Authorization', authorization] as const]),
        ['User-Agent', this.#options.userAgent],
      ]),
    );
  }

  #onMessage(message: RtspMessage): void {
    if (this.#step === 'ended') return;
    this.#anyMessage = true;
    if (message.kind === 'request') {
      this.#onServerRequest(message.method, message.headers.get('cseq'), message.headers.get('location'));
      return;
    }
    if (this.#server === null) this.#server = toServer(message.headers.get('server'));
    const pending = this.#pending;
    if (pending === null || message.statusCode < 200) return;
    const cSeq = message.headers.get('cseq');
    const answered = cSeq === null ? Number.NaN : Number.parseInt(cSeq, 10);
    if (answered !== pending.cSeq) {
      this.#warn('sequence-mismatch', `CSeq ${cSeq ?? 'missing'} for ${pending.cSeq}`);
      // The late answer to something that was given up: not the one that waits.
      if (answered <= this.#givenUpCSeq) return;
    }
    this.#pending = null;
    if (message.statusCode === 401) {
      this.#onUnauthorized(pending, message);
      return;
    }
    if (this.#step === 'authenticating') this.#enter(this.#stepBehind);
    if (!this.#isOver()) this.#onAnswer(pending, message);
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
        if (pending.setup !== null) this.#onSetUp(pending.setup, response);
        break;
      case 'PLAY':
        this.#onPlaying(response);
        break;
      case 'TEARDOWN':
        break;
    }
  }

  #onUnauthorized(pending: Pending, response: RtspResponse): void {
    if (this.#step !== 'playing' && this.#step !== 'authenticating') {
      this.#stepBehind = this.#step;
      this.#enter('authenticating');
    }
    const failure = this.#authentication.onUnauthorized(
      response.headers.all('www-authenticate'),
      pending.authentications,
    );
    if (failure === null) this.#sendAgain({ ...pending, authentications: pending.authentications + 1 });
    else this.#fail(failure.code, 401, failure.detail);
  }

  #onOptions(response: RtspResponse): void {
    if (response.statusCode < 300) {
      const listed = response.headers.all('public').join(',');
      this.#methods = new Set(listed.split(',').map((method) => method.trim().toUpperCase()));
    } else {
      // Whatever it is, DESCRIBE will say it again; only a full camera isn't asked twice.
      const full = failureOfStatus(response.statusCode) === 'too-many-sessions';
      if ((full || response.statusCode < 400) && this.#failsOrRedirects(response, 'OPTIONS')) return;
      this.#warn('options-refused', `status ${response.statusCode}`);
    }
    this.#enter('describing');
    this.#send('DESCRIBE', this.#options.url, [['Accept', 'application/sdp']]);
  }

  #onDescribed(response: RtspResponse): void {
    if (this.#failsOrRedirects(response, 'DESCRIBE')) return;
    const description = parseSdp(decodeUtf8(response.body));
    if (description === null) {
      this.#fail('description-invalid', response.statusCode, `${response.body.length} bytes that are no SDP`);
      return;
    }
    this.#description = description;
    this.#readBaseUrl(response);
    if (this.#isOver()) return;
    this.#toSetUp = [...new Set(this.#handler.chooseMedia(description))].filter(
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

  #readBaseUrl(response: RtspResponse): void {
    const asked = parseRtspUrl(this.#options.url);
    for (const name of ['content-base', 'content-location']) {
      const text = response.headers.get(name);
      const base = text === null ? 'no-host' : parseRtspUrl(text);
      if (text === null || typeof base === 'string') continue;
      this.#baseUrl = base.username === null ? text : base.withoutCredentials;
      if (typeof asked === 'object' && base.host !== asked.host)
        this.#warn('content-base-other-host', base.host);
      return;
    }
  }

  #setUpNext(): void {
    if (this.#isOver()) return;
    const mediaIndex = this.#toSetUp[0];
    const media = mediaIndex === undefined ? undefined : this.#description?.media[mediaIndex];
    if (mediaIndex === undefined || media === undefined) {
      this.#enter('starting');
      this.#toPlay = [...playAttempts(this.#aggregateUrl())];
      this.#playNext();
      return;
    }
    const channels = this.#channels.next();
    const ports = this.#options.transport === 'udp' ? this.#handler.udpPorts(mediaIndex) : null;
    const transport =
      ports === null
        ? `RTP/AVP/TCP;unicast;interleaved=${channels.rtp}-${channels.rtcp}`
        : `RTP/AVP;unicast;client_port=${ports.rtpPort}-${ports.rtcpPort}`;
    this.#send('SETUP', resolveControlUrl(this.#baseUrl, media.control), [['Transport', transport]], {
      mediaIndex,
      channels,
      ports,
    });
  }

  #onSetUp({ mediaIndex, channels, ports }: Setup, response: RtspResponse): void {
    if (response.statusCode >= 400 && this.#tracks > 0) {
      const detail = `SETUP: ${response.statusCode} ${response.reason}`.trim();
      const code = failureOfStatus(response.statusCode);
      // The session that the first media has is not lost for this: PLAY will show.
      this.#leaveOut(mediaIndex, code === 'session-lost' ? 'rtsp-status' : code, response.statusCode, detail);
      return;
    }
    if (this.#failsOrRedirects(response, 'SETUP')) return;
    const media = this.#description?.media[mediaIndex];
    if (media === undefined) return;
    const session = response.headers.get('session');
    if (session !== null) this.#session = parseSessionHeader(session) ?? this.#session;
    if (this.#session === null) this.#warn('session-header-missing', 'SETUP');
    const transport = parseTransportHeader(response.headers.get('transport') ?? '');
    // Channels without a port are TCP, whatever name the camera gives it.
    const overTcp =
      transport.protocol.includes('TCP') || (transport.interleaved !== null && transport.serverPort === null);
    if (transport.protocol !== '' && overTcp !== (ports === null)) {
      const detail = `asked for ${this.#options.transport}, got ${transport.protocol}`;
      if (this.#tracks > 0) this.#leaveOut(mediaIndex, 'transport-refused', response.statusCode, detail);
      else this.#fail('transport-refused', response.statusCode, detail);
      return;
    }
    if (ports === null) this.#assignChannels(mediaIndex, channels, transport.interleaved);
    if (this.#isOver()) return;
    const server = transport.serverPort;
    this.#tracks += 1;
    this.#handler.onTrack({
      mediaIndex,
      media,
      ssrc: transport.ssrc,
      udp: ports && {
        local: ports,
        server: server && { rtpPort: server.rtp, rtcpPort: server.rtcp },
        source: transport.source,
      },
    });
    this.#toSetUp.shift();
    this.#setUpNext();
  }

  /** The first media is what the conversation is for; another one that can't be had doesn't end it. */
  #leaveOut(mediaIndex: number, code: RtspFailureCode, statusCode: number | null, detail: string): void {
    if (this.#isOver()) return;
    this.#warn('media-left-out', `media ${mediaIndex}: ${detail}`);
    if (this.#isOver()) return;
    this.#handler.onLeftOut?.(mediaIndex, { step: this.#step, code, statusCode, detail: toDetail(detail) });
    this.#toSetUp.shift();
    this.#setUpNext();
  }

  #assignChannels(mediaIndex: number, asked: ChannelPair, answered: ChannelPair | null): void {
    const pair = this.#channels.assign(mediaIndex, asked, answered);
    this.#reader.expectChannel(pair.rtp);
    this.#reader.expectChannel(pair.rtcp);
    if (answered !== null && (answered.rtp !== asked.rtp || answered.rtcp !== asked.rtcp))
      this.#warn(
        'other-channels-than-asked',
        `${answered.rtp}-${answered.rtcp} for ${asked.rtp}-${asked.rtcp}`,
      );
  }

  #playNext(): void {
    const attempt = this.#toPlay.shift();
    if (attempt === undefined || this.#isOver()) return;
    this.#playUrl = attempt.url;
    this.#send('PLAY', attempt.url, attempt.headers);
  }

  #onPlaying(response: RtspResponse): void {
    const next = this.#toPlay[0];
    if (isWorthAnotherPlay(response.statusCode)) {
      // What is told in the end is what the camera said of the usual way.
      this.#playRefusal ??= response;
      if (next !== undefined) {
        this.#warn('play-repeated', `status ${response.statusCode}, asked again ${next.difference}`);
        this.#playNext();
        return;
      }
      this.#playUrl = null;
      this.#failsOrRedirects(this.#playRefusal, 'PLAY');
      return;
    }
    if (this.#failsOrRedirects(response, 'PLAY')) return;
    // RTP-Info is not read: sequence numbers and times are taken from the packets, which don't lie.
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
    if (pending.method !== 'GET_PARAMETER') return;
    this.#methods = new Set([...this.#methods].filter((method) => method !== 'GET_PARAMETER'));
    // At once: half of the time-out is over, and the refusal may not have counted as a sign of life.
    this.#keepAlive();
  }

  #scheduleKeepAlive(): void {
    const timeoutMs = (this.#session?.timeoutSeconds ?? 60) * 1000;
    this.#keepAliveDueMs = this.#nowMs + Math.max(SHORTEST_KEEP_ALIVE_MS, timeoutMs / 2);
  }

  #onServerRequest(method: string, cSeq: string | null, location: string | null): void {
    this.#serverRequests += 1;
    if (this.#serverRequests <= MAX_SERVER_REQUESTS_PER_TICK)
      this.#handler.write(writeResponse(200, 'OK', [['CSeq', cSeq ?? '0']]));
    if (method === 'REDIRECT') this.#redirect(location);
    else if (method === 'TEARDOWN') this.#fail('session-lost', null, 'the camera ended the session');
  }

  /** @returns true when the answer ended the conversation. */
  #failsOrRedirects(response: RtspResponse, method: Method): boolean {
    const { statusCode } = response;
    if (statusCode < 300) return false;
    if (statusCode < 400) this.#redirect(response.headers.get('location'));
    else
      this.#fail(
        failureOfStatus(statusCode),
        statusCode,
        `${method}: ${statusCode} ${response.reason}`.trim(),
      );
    return true;
  }

  #redirect(location: string | null): void {
    const url = location === null ? 'not-rtsp' : parseRtspUrl(location);
    if (typeof url === 'string') {
      this.#fail('redirect-refused', null, location === null ? 'without an address' : url);
      return;
    }
    this.#end();
    if (this.#silent) return;
    const { username, password } = url;
    this.#handler.onRedirect(
      url.withoutCredentials,
      username === null ? null : { username, password: password ?? '' },
    );
  }

  #onPacket(channel: number, bytes: Uint8Array): void {
    if (this.#step === 'ended' || bytes.length === 0) return;
    const target = this.#channels.find(channel);
    if (target === undefined) this.#warn('unknown-channel', String(channel));
    else if (target.rtcp) this.#handler.onRtcp(target.mediaIndex, bytes);
    else this.#handler.onRtp(target.mediaIndex, bytes, this.#nowMs);
  }

  #onGarbage(sizeBytes: number, bytes: Uint8Array): void {
    const first = this.#garbageBytes === 0;
    this.#garbageBytes += sizeBytes;
    if (this.#step === 'ended') return;
    if (this.#anyMessage) this.#warn('garbage-between-packets', `${sizeBytes} bytes`);
    else if (first && decodeUtf8(bytes.subarray(0, 5)) === 'HTTP/')
      this.#fail('not-rtsp', null, 'an HTTP server answers');
    else if (this.#garbageBytes >= NOT_RTSP_BYTES) this.#fail('not-rtsp', null, 'what answers is no RTSP');
  }

  #aggregateUrl(): string {
    return this.#playUrl ?? resolveControlUrl(this.#baseUrl, this.#description?.control ?? null);
  }

  #isOver(): boolean {
    return this.#step === 'ended';
  }

  #enter(step: RtspStep): void {
    if (this.#isOver()) return;
    this.#step = step;
    this.#handler.onStep(step);
  }

  #warn(warning: RtspWarning, detail: string): void {
    if (this.#isOver() || this.#warned.has(warning)) return;
    this.#warned.add(warning);
    this.#handler.onWarning(warning, toDetail(detail));
  }

  #fail(code: RtspFailureCode, statusCode: number | null, detail: string): void {
    if (this.#isOver()) return;
    const step = this.#step;
    this.#end(code !== 'session-lost');
    if (!this.#silent) this.#handler.onFailure({ step, code, statusCode, detail: toDetail(detail) });
  }

  /** A session that was opened is closed, so that a camera with one session isn't blocked until its time-out. */
  #end(sessionLives = true): void {
    if (this.#isOver()) return;
    this.#pending = null;
    this.#step = 'ended';
    if (sessionLives && this.#session !== null) this.#write('TEARDOWN', this.#aggregateUrl(), []);
  }
}

/** Control and formatting characters, such as those that turn the direction of writing, and halves of characters go. */
function toServer(text: string | null): string | null {
  const clean = (text ?? '')
    .slice(0, MAX_SERVER_LENGTH)
    .replace(/\p{C}+/gu, ' ')
    .trim();
  return clean === '' ? null : clean;
}

/** What cameras say goes into logs and on screens: one line, no control characters, not endless. */
function toDetail(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, MAX_DETAIL_LENGTH);
}
