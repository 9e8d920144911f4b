/**
 * A socket to another process of the site that is always wanted: connects, says hello, and comes back by itself when the
 * other one was away. What is said over it belongs to whoever made it: recorder-link, analyst-link.
 */
import { connect, type Socket } from 'node:net';
import { type DecodeFrame, FrameReader, LINK_PROTOCOL_VERSION } from '@matlang/link';
import { BlockPool, PictureMemory } from '@matlang/media/memory';
import { describeError, type Log } from '../log/log.ts';
import type { Clock } from '../site/site-context.ts';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;
const TRIM_MS = 60_000;
/** Node fills it and calls back before anything else reads: a buffer of its own for each read leaves the C library's heap in pieces. */
const READ_BUFFER = new Uint8Array(256 * 1024);

/** The first frame of each side. */
interface HelloFrame {
  readonly type: 'hello';
  readonly protocolVersion: number;
  readonly role: 'server' | 'analyst' | 'recorder' | 'tool';
  readonly productVersion: string;
}

/** Where to connect, and how this end names itself in its hello. */
export interface ProcessSocketOptions {
  readonly socketPath: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly productVersion: string;
}

/** Who is to answer there, and what is said between the two. */
export interface ProcessLanguage<To, From> {
  readonly role: 'recorder' | 'analyst';
  readonly encode: (frame: To | HelloFrame) => Uint8Array;
  readonly decode: DecodeFrame<From | HelloFrame>;
}

/** What happens on it. */
export interface ProcessSocketEvents<From> {
  /** The other process said hello and is the right one. */
  readonly onWelcome: () => void;
  /** Everything behind the hello. Its bytes are good during the call, and longer while they are retained in `memory`. */
  readonly onFrame: (frame: From) => void;
  /** The connection ended, or could not be made. */
  readonly onLost: () => void;
}

/** `start` once; it reconnects until `close`. */
export class ProcessSocket<To, From extends { readonly type: string }> {
  readonly #language: ProcessLanguage<To, From>;
  readonly #options: ProcessSocketOptions;
  readonly #events: ProcessSocketEvents<From>;
  readonly #pool = new BlockPool();
  /** What came lies there. */
  readonly memory = new PictureMemory(this.#pool);
  #trimming: NodeJS.Timeout | null = null;
  #socket: Socket | null = null;
  #connected = false;
  #sinceUnixMs: number;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(
    language: ProcessLanguage<To, From>,
    options: ProcessSocketOptions,
    events: ProcessSocketEvents<From>,
  ) {
    this.#language = language;
    this.#options = options;
    this.#events = events;
    this.#sinceUnixMs = options.clock.nowUnixMs();
  }

  /** True after the other process said hello. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#sinceUnixMs;
  }

  start(): void {
    const { socketPath, productVersion } = this.#options;
    const { encode, decode } = this.#language;
    const reader = new FrameReader(decode, this.memory);
    const socket = connect({
      path: socketPath,
      onread: {
        buffer: READ_BUFFER,
        callback: (sizeBytes) => {
          this.#read(socket, reader, READ_BUFFER.subarray(0, sizeBytes));
          return true;
        },
      },
    });
    this.#socket = socket;
    this.#trimming ??= setInterval(() => this.#pool.trim(), TRIM_MS).unref();
    socket.on('connect', () => {
      socket.write(
        encode({ type: 'hello', protocolVersion: LINK_PROTOCOL_VERSION, role: 'server', productVersion }),
      );
    });
    // Away is a state here, not an error: it is shown, and 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      reader.close();
      this.#lost();
    });
    socket.resume();
  }

  /** False when nobody is there to read it. */
  send(frame: To): boolean {
    if (!this.#connected || this.#socket === null) return false;
    this.#socket.write(this.#language.encode(frame));
    return true;
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    if (this.#trimming !== null) clearInterval(this.#trimming);
    this.#socket?.destroy();
  }

  #read(socket: Socket, reader: FrameReader<From | HelloFrame>, bytes: Uint8Array): void {
    try {
      reader.push(bytes, (frame) => this.#take(socket, frame));
    } catch (error) {
      const { log } = this.#options;
      log('error', `the ${this.#language.role}’s socket says something unknown`, {
        error: describeError(error),
      });
      socket.destroy();
    }
    this.memory.sweep();
  }

  #take(socket: Socket, frame: From | HelloFrame): void {
    // Of what was read together with a frame that ended the connection, nothing counts any more.
    if (socket.destroyed) return;
    if (isHello(frame)) {
      this.#welcome(socket, frame);
    } else if (this.#connected) {
      this.#events.onFrame(frame);
    } else {
      this.#refuse(socket, { frame: frame.type });
    }
  }

  #welcome(socket: Socket, hello: HelloFrame): void {
    if (hello.role !== this.#language.role || hello.protocolVersion !== LINK_PROTOCOL_VERSION) {
      const { role, protocolVersion } = hello;
      this.#refuse(socket, { role, protocolVersion, wantedVersion: LINK_PROTOCOL_VERSION });
      return;
    }
    this.#connected = true;
    this.#retryMs = FIRST_RETRY_MS;
    this.#sinceUnixMs = this.#options.clock.nowUnixMs();
    this.#events.onWelcome();
  }

  #refuse(socket: Socket, found: Readonly<Record<string, string | number>>): void {
    const { log } = this.#options;
    const { role } = this.#language;
    log('error', `who answers at the ${role}’s socket is no ${role} of this version`, found);
    socket.destroy();
  }

  #lost(): void {
    if (this.#connected) {
      this.#sinceUnixMs = this.#options.clock.nowUnixMs();
      this.#options.log('warn', `the ${this.#language.role} is away`);
    }
    this.#connected = false;
    this.#events.onLost();
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.start(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}

function isHello(frame: { readonly type: string }): frame is HelloFrame {
  return frame.type === 'hello';
}
