/**
 * A TCP connection to a camera that reads into one buffer shared by all connections, at once or paced. Whoever needs what was
 * read for longer than the call copies it.
 */
import { connect, type Socket } from 'node:net';

/** A key frame of 4 Mbit/s fits in one read. Shared: Node fills it and calls back before anything else reads. */
const READ_BUFFER = new Uint8Array(256 * 1024);

/** What the owner hears. */
export interface TcpConnectionHandler {
  onConnected(): void;
  /** Good during the call. */
  onBytes(bytes: Uint8Array): void;
  /** Once; null: the camera closed in order. Not after `close`. */
  onClosed(error: Error | null): void;
}

/** Connects at once; not reusable. */
export class TcpConnection {
  readonly #socket: Socket;
  readonly #handler: TcpConnectionHandler;
  #paced = false;
  #closed = false;

  constructor(address: string, port: number, timeoutMs: number, handler: TcpConnectionHandler) {
    this.#handler = handler;
    this.#socket = connect({
      host: address,
      port,
      noDelay: true,
      onread: { buffer: READ_BUFFER, callback: (sizeBytes, buffer) => this.#onRead(sizeBytes, buffer) },
    });
    const timer = setTimeout(() => {
      this.#finish(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    this.#socket.once('connect', () => {
      clearTimeout(timer);
      if (!this.#closed) {
        handler.onConnected();
      }
    });
    this.#socket.once('error', (error) => {
      this.#finish(error);
    });
    this.#socket.once('close', () => {
      clearTimeout(timer);
      this.#finish(null);
    });
    this.#socket.once('end', () => {
      this.#finish(null);
    });
    this.#socket.resume();
  }

  /** True: one read at each `readNow`; false: a read as soon as something is there. */
  set paced(paced: boolean) {
    this.#paced = paced;
    if (!paced) {
      this.#socket.resume();
    }
  }

  get paced(): boolean {
    return this.#paced;
  }

  /** Lets one more read happen. */
  readNow(): void {
    if (!this.#closed) {
      this.#socket.resume();
    }
  }

  write(bytes: Uint8Array): void {
    if (!this.#closed) {
      this.#socket.write(bytes);
    }
  }

  /** Sends what was written and closes; the handler hears nothing more. */
  close(): void {
    this.#closed = true;
    this.#socket.end();
    this.#socket.resume();
    // A camera that never answers the end would keep the descriptor for good.
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  #onRead(sizeBytes: number, buffer: Uint8Array): boolean {
    if (!this.#closed) {
      this.#handler.onBytes(buffer.subarray(0, sizeBytes));
    }
    return !this.#paced || this.#closed;
  }

  #finish(error: Error | null): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#socket.destroy();
      this.#handler.onClosed(error);
    }
  }
}
