/**
 * The WebSocket of live pictures: guards who may open it, tells every page the states of all streams, and relays the recorder's
 * channels (live-session.ts).
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIVE_SOCKET, LIVE_VERSION, type LiveNotice, MAX_LIVE_MESSAGE_BYTES } from '@matlang/contract';
import { STREAM_KINDS, type StreamKind, type StreamState } from '@matlang/link';
import { WebSocketServer } from 'ws';
import type { Arrival, Door } from '../access/door.ts';
import type { Identity } from '../access/identity.ts';
import { ApiError } from '../answer/api-error.ts';
import { guardRequest } from '../http/security/request-guard.ts';
import { entranceOf } from '../network/entrance.ts';
import type { Clock } from '../site/site-context.ts';
import { CLOSE_CODES, LiveSession, type SessionChannels } from './live-session.ts';
import type { RecorderLink } from './recorder-link.ts';

/** Fifty officers and the walls. */
export const MAX_LIVE_SESSIONS = 64;
/** Of all pages together, checked each second: beyond it whoever has most unread is sent away. */
export const MAX_UNREAD_BYTES_TOGETHER = 128 * 1024 * 1024;
const TICK_MS = 1000;
const TELL_TIME_TICKS = 5;
const PING_TICKS = 15;
/** So long somebody still watches whose session ended or whose role was taken away. */
const ASK_AGAIN_TICKS = 5;

/** What the gateway works with. */
export interface LiveGatewayOptions {
  readonly link: RecorderLink;
  readonly channels: SessionChannels;
  readonly door: Door;
  readonly clock: Clock;
}

/** Whoever watches, as last asked. */
interface Watcher {
  readonly arrival: Arrival;
  identity: Identity;
}

/** `attach` once. */
export class LiveGateway {
  readonly #options: LiveGatewayOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_LIVE_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #sessions = new Map<LiveSession, Watcher>();
  #timer: NodeJS.Timeout | null = null;
  #ticks = 0;
  #closed = false;

  constructor(options: LiveGatewayOptions) {
    this.#options = options;
    const { link } = options;
    link.onStreamState(({ cameraId, kind, state, sinceUnixMs }) =>
      this.#tellAll(streamNotice(cameraId, kind, state, sinceUnixMs)),
    );
    link.onConnect(() => this.#tellAll(this.#recorderNotice()));
    link.onLost(() => this.#tellAll(this.#recorderNotice()));
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const session of this.#sessions.keys()) session.close(CLOSE_CODES.goingAway, 'the server ends');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a connection that breaks off now would end the process.
    socket.on('error', () => socket.destroy());
    this.#admit(request).then(
      (watcher) => this.#accept(watcher, request, socket, head),
      (error: unknown) => refuse(socket, error instanceof ApiError ? error : new ApiError('not-found')),
    );
  }

  async #admit(request: IncomingMessage): Promise<Watcher> {
    if (new URL(request.url ?? '', 'http://localhost').pathname !== LIVE_SOCKET.path)
      throw new ApiError('not-found');
    const entrance = entranceOf(request);
    guardRequest(request.headers, entrance);
    const address = request.socket.remoteAddress ?? '';
    const arrival = { headers: request.headers, address, entrance };
    return { arrival, identity: await this.#options.door.enter(LIVE_SOCKET, arrival) };
  }

  #accept(watcher: Watcher, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#closed || this.#sessions.size >= MAX_LIVE_SESSIONS) {
      refuse(socket, new ApiError('too-busy'));
      return;
    }
    const { channels, clock } = this.#options;
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
      const session = new LiveSession(accepted, channels, (cameraId, stream) => {
        const { kind, rights } = watcher.identity;
        // Whoever passes a shared screen hears nothing of what was said to somebody else.
        if (kind === 'kiosk' && stream === 'audio') return false;
        return rights.may(LIVE_SOCKET.permission, { cameraId }, clock.nowUnixMs());
      });
      this.#sessions.set(session, watcher);
      const { kiosk } = watcher.identity;
      const cut = (): void => session.terminate();
      kiosk?.revoked.addEventListener('abort', cut, { once: true });
      accepted.on('close', () => {
        kiosk?.revoked.removeEventListener('abort', cut);
        this.#sessions.delete(session);
      });
      if (kiosk?.revoked.aborted === true) cut();
      this.#greet(session);
    });
  }

  #greet(session: LiveSession): void {
    session.tell({ type: 'hello', version: LIVE_VERSION, siteTime: this.#siteTime() });
    session.tell(this.#recorderNotice());
    for (const [key, { state, sinceUnixMs }] of this.#options.link.knownStates()) {
      const [cameraId = '', name] = key.split('/');
      const kind = STREAM_KINDS.find((one) => one === name);
      if (kind !== undefined) session.tell(streamNotice(cameraId, kind, state, sinceUnixMs));
    }
  }

  #tick(): void {
    this.#ticks += 1;
    for (const session of slowestBeyond(this.#sessions.keys(), MAX_UNREAD_BYTES_TOGETHER))
      session.terminate();
    for (const [session, watcher] of this.#sessions) {
      session.tick();
      if (this.#ticks % ASK_AGAIN_TICKS === 0) void this.#askAgain(session, watcher);
      if (this.#ticks % TELL_TIME_TICKS === 0) session.tell({ type: 'time', siteTime: this.#siteTime() });
      if (this.#ticks % PING_TICKS === 0) session.ping();
    }
  }

  /** Sessions end and roles are taken away while somebody watches. */
  async #askAgain(session: LiveSession, watcher: Watcher): Promise<void> {
    try {
      watcher.identity = await this.#options.door.enter(LIVE_SOCKET, watcher.arrival);
    } catch (error) {
      // A database that can't be read for a moment signs nobody out.
      if (error instanceof ApiError && error.status < 500) session.close(CLOSE_CODES.policy, 'signed out');
    }
  }

  #tellAll(notice: LiveNotice): void {
    for (const session of this.#sessions.keys()) session.tell(notice);
  }

  #recorderNotice(): LiveNotice {
    const { connected, sinceUnixMs } = this.#options.link;
    return { type: 'recorder', connected, since: sinceUnixMs };
  }

  /** What the recorder stamps pictures with: the machine's clock and the offset that follows it slowly. */
  #siteTime(): number {
    const offsetMs = this.#options.link.statistics?.siteClockOffsetMs ?? 0;
    return Math.round(this.#options.clock.nowUnixMs() + offsetMs);
  }
}

/** @returns who must go, slowest first, so that the others together have no more unread than `bytes` */
export function slowestBeyond<Session extends { readonly unreadBytes: number }>(
  sessions: Iterable<Session>,
  bytes: number,
): readonly Session[] {
  const slowestFirst = [...sessions].toSorted((a, b) => b.unreadBytes - a.unreadBytes);
  let together = slowestFirst.reduce((sum, { unreadBytes }) => sum + unreadBytes, 0);
  return slowestFirst.filter(({ unreadBytes }) => {
    const goes = together > bytes;
    if (goes) together -= unreadBytes;
    return goes;
  });
}

function streamNotice(cameraId: string, stream: StreamKind, state: StreamState, since: number): LiveNotice {
  return {
    type: 'stream',
    cameraId,
    stream,
    state: state.state,
    since,
    failure:
      state.state === 'failed'
        ? { step: state.step, code: state.code, since: state.sinceUnixMs, nextTryAt: state.nextTryUnixMs }
        : null,
  };
}

function refuse(socket: Duplex, error: ApiError): void {
  const body = JSON.stringify(error.answer);
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${error.status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
