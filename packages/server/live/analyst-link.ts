/**
 * The server's end of the analyst's socket. That it stands means that the analyst runs; it comes back by itself when the
 * analyst was away. What an analyst is asked for (still pictures, transcoded streams) will go over it.
 */
import { connect, type Socket } from 'node:net';
import {
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
} from '@matlang/link';
import { describeError, type Log } from '../log/log.ts';
import type { Clock } from '../site/site-context.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;

export interface AnalystLinkOptions {
  readonly socketPath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly productVersion: string;
}

/** `start` once; it reconnects until `close`. */
export class AnalystLink {
  readonly #options: AnalystLinkOptions;
  #socket: Socket | null = null;
  #connected = false;
  #sinceUnixMs: number;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(options: AnalystLinkOptions) {
    this.#options = options;
    this.#sinceUnixMs = options.clock.nowUnixMs();
  }

  /** True after the analyst said hello. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#sinceUnixMs;
  }

  start(): void {
    const { socketPath, productVersion, log } = this.#options;
    const socket = connect(socketPath);
    this.#socket = socket;
    const reader = new FrameReader(decodeFromRecorderFrame);
    socket.on('connect', () => {
      socket.write(
        encodeToRecorderFrame({
          type: 'hello',
          protocolVersion: LINK_PROTOCOL_VERSION,
          role: 'server',
          productVersion,
        }),
      );
    });
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk, (frame) => this.#take(frame));
      } catch (error) {
        log('error', 'the analyst’s socket says something unknown', { error: describeError(error) });
        socket.destroy();
      }
    });
    // Away is a state here, not an error: it is shown, and 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#lost());
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #take(frame: FromRecorderFrame): void {
    const welcome =
      frame.type === 'hello' && frame.role === 'analyst' && frame.protocolVersion === LINK_PROTOCOL_VERSION;
    if (!welcome) {
      this.#options.log('error', 'who answers at the analyst’s socket is no analyst of this version', {
        frame: frame.type,
      });
      this.#socket?.destroy();
      return;
    }
    this.#connected = true;
    this.#retryMs = FIRST_RETRY_MS;
    this.#sinceUnixMs = this.#options.clock.nowUnixMs();
  }

  #lost(): void {
    if (this.#connected) {
      this.#sinceUnixMs = this.#options.clock.nowUnixMs();
      this.#options.log('warn', 'the analyst is away');
    }
    this.#connected = false;
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.start(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
