/** One client's RTSP connection: requests in, answers out, in order. */
import type { Socket } from 'node:net';
import type { FaultAnswer } from '../faults/camera-faults.ts';
import { answerRequest } from './answer-request.ts';
import { RequestReader, type RtspRequest } from './request-reader.ts';
import { type RtspResponse, writeResponse } from './response.ts';
import type { ServerState } from './server-state.ts';
import type { Session } from './session.ts';

/** Pipelined requests that wait for a slow answer. */
const MAX_WAITING_REQUESTS = 32;

/** What a method may do besides answering. */
export interface Answer {
  readonly response: RtspResponse;
  /** Runs when the answer is written. */
  readonly afterwards?: () => void;
}

/** Ends when its socket does, and its TCP sessions with it. */
export class Connection {
  readonly state: ServerState;
  readonly socket: Socket;
  /** Sessions whose packets go into this connection; they end with it. */
  readonly sessions = new Set<Session>();
  readonly #reader = new RequestReader();
  readonly #waiting: RtspRequest[] = [];
  #busy = false;

  constructor(state: ServerState, socket: Socket) {
    this.state = state;
    this.socket = socket;
  }

  start(): void {
    this.socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => {
      for (const session of this.sessions) {
        session.close();
        this.state.sessions.delete(session.id);
      }
      this.sessions.clear();
    });
  }

  #onData(chunk: Buffer): void {
    for (const message of this.#reader.push(chunk)) {
      if (message.kind === 'interleaved') {
        if (this.state.options.keptAliveBy === 'requests') continue;
        for (const session of this.sessions) session.lastSeenMs = performance.now();
      } else if (message.kind === 'malformed') {
        this.socket.end(writeResponse({ status: 400, headers: [] }, null));
      } else if (this.#waiting.length >= MAX_WAITING_REQUESTS) {
        this.socket.destroy();
        return;
      } else this.#waiting.push(message.request);
    }
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#handle(next);
    }
    this.#busy = false;
  }

  async #handle(request: RtspRequest): Promise<void> {
    const { state, socket } = this;
    const nth = (state.requestCounts.get(request.method) ?? 0) + 1;
    state.requestCounts.set(request.method, nth);
    const outcome =
      state.authenticator?.check(request.method, request.headers.get('authorization')) ?? 'accepted';
    const fault: FaultAnswer | null =
      state.faults?.answer?.({
        method: request.method,
        url: request.url,
        nth,
        authorized: outcome === 'accepted',
      }) ?? null;
    switch (fault?.kind) {
      case 'silence':
        return;
      case 'close':
        socket.destroy();
        return;
      case 'status':
        this.#write({ status: fault.status, headers: this.#faultHeaders(fault) }, request.cseq);
        return;
      case 'delay':
        await delay(fault.delayMs);
        break;
      case undefined:
        break;
    }
    if (outcome !== 'accepted' && request.method !== 'OPTIONS') {
      const challenges = state.authenticator?.challenges(outcome === 'stale') ?? [];
      const headers = challenges.map((value) => ['WWW-Authenticate', value] as const);
      this.#write({ status: 401, headers }, request.cseq);
      return;
    }
    const answer = await answerRequest(this, request);
    if (request.method === 'PLAY' && state.faults?.mediaBeforePlayAnswer === true) {
      answer.afterwards?.();
      await delay(EARLY_MEDIA_MS);
      this.#write(answer.response, request.cseq);
      return;
    }
    this.#write(answer.response, request.cseq);
    answer.afterwards?.();
  }

  /** A refusal of credentials without a challenge would not be one. */
  #faultHeaders(fault: Extract<FaultAnswer, { kind: 'status' }>): readonly (readonly [string, string])[] {
    const given = Object.entries(fault.headers ?? {});
    if (fault.status !== 401) return given;
    const challenges = this.state.authenticator?.challenges(false) ?? [];
    return [...given, ...challenges.map((value) => ['WWW-Authenticate', value] as const)];
  }

  #write(response: RtspResponse, cseq: string | null): void {
    if (!this.socket.destroyed) this.socket.write(writeResponse(response, cseq));
  }
}

/** Long enough for some packets of any frame rate. */
const EARLY_MEDIA_MS = 300;

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
