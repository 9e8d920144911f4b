/**
 * The analyst's local socket, `<data>/run/analyst.sock`, for the server of the same site and no one else. So far both ends
 * say hello and stay: that the connection stands is what the server knows of the analyst. The frames of still pictures and
 * transcoded streams will come here; the frames of the recorder's socket that this one shares are in `packages/link`.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import {
  decodeToRecorderFrame,
  encodeFromRecorderFrame,
  FrameReader,
  LINK_PROTOCOL_VERSION,
} from '@matlang/link';

/** One server, and the one before it that has not noticed yet. */
const MAX_CONNECTIONS = 4;
/** Who connects says who it is within this time. */
const HELLO_TIMEOUT_MS = 5000;

/** Where the analyst listens, and what it calls itself when it greets. */
export interface AnalystSocketOptions {
  readonly path: string;
  /** For the greeting and the other end's log. */
  readonly productVersion: string;
}

/** One for each analyst. `listen` once, `close` once. */
export class AnalystSocket {
  readonly #options: AnalystSocketOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: AnalystSocketOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /**
   * A socket file that is there belongs to an analyst that is gone: the supervisor runs one at a time.
   * @throws the system's error where the folder can't be written or the path is longer than a socket's may be
   */
  async listen(): Promise<void> {
    const { path } = this.#options;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    chmodSync(path, 0o600);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader(decodeToRecorderFrame);
    const impatience = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk, (frame) => {
          // There is nothing else to ask an analyst yet.
          if (frame.type !== 'hello' || frame.protocolVersion !== LINK_PROTOCOL_VERSION) socket.destroy();
          else clearTimeout(impatience);
        });
      } catch {
        socket.destroy();
      }
    });
    // The other end's death is no fault of ours; 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(impatience);
      this.#sockets.delete(socket);
    });
    socket.write(
      encodeFromRecorderFrame({
        type: 'hello',
        protocolVersion: LINK_PROTOCOL_VERSION,
        role: 'analyst',
        productVersion: this.#options.productVersion,
      }),
    );
  }
}
