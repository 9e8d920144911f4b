/**
 * The analyst's local socket, `<data>/run/analyst.sock`, for the server of the same site and no one else. The frames are in
 * `packages/link`; what they ask for is answered elsewhere.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import {
  decodeToAnalystFrame,
  encodeFromAnalystFrame,
  FrameReader,
  type FromAnalystFrame,
  LINK_PROTOCOL_VERSION,
  type ToAnalystFrame,
} from '@matlang/link';

/** One server, and the one before it that has not noticed yet. */
const MAX_CONNECTIONS = 4;
/** Who connects says who it is within this time. */
const HELLO_TIMEOUT_MS = 5000;
/** Unread by the server, which reads as fast as it can: it hangs. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** What is asked on one connection. */
export interface AnalystSession {
  /** Every frame behind the hello. */
  take(frame: Exclude<ToAnalystFrame, { type: 'hello' }>): void;
  /** The connection is over: nobody waits for anything. */
  close(): void;
}

/** Where the analyst listens, and what it calls itself when it greets. */
export interface AnalystSocketOptions {
  readonly path: string;
  /** For the greeting and the other end's log. */
  readonly productVersion: string;
  /** Called for each connection that said hello. */
  readonly openSession: (send: (frame: FromAnalystFrame) => void) => AnalystSession;
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
    const reader = new FrameReader(decodeToAnalystFrame);
    const impatience = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
    let session: AnalystSession | null = null;
    const take = (frame: ToAnalystFrame): void => {
      if (socket.destroyed) return;
      if (frame.type !== 'hello') {
        if (session === null) socket.destroy();
        else session.take(frame);
      } else if (session !== null || frame.protocolVersion !== LINK_PROTOCOL_VERSION) {
        socket.destroy();
      } else {
        clearTimeout(impatience);
        session = this.#options.openSession((answer) => send(socket, answer));
      }
    };
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk, take);
      } catch {
        socket.destroy();
      }
    });
    // The other end's death is no fault of ours; 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(impatience);
      this.#sockets.delete(socket);
      session?.close();
    });
    const { productVersion } = this.#options;
    send(socket, { type: 'hello', protocolVersion: LINK_PROTOCOL_VERSION, role: 'analyst', productVersion });
  }
}

function send(socket: Socket, frame: FromAnalystFrame): void {
  if (socket.destroyed) return;
  if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
  else socket.write(encodeFromAnalystFrame(frame));
}
