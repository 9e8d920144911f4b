/** The recorder's local socket, `<data>/run/recorder.sock`: for server and analyst of the same site, no one else. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { encodeFromRecorderFrame, type FromRecorderFrame } from '@matlang/link';
import { describeFault, type Log } from '../log.ts';
import type { MediaStream } from '../stream/media-stream.ts';
import { LinkSession } from './link-session.ts';
import type { RecorderBackend } from './recorder-backend.ts';

/** Server, analyst, a tool or two; more is something gone wrong. */
const MAX_SESSIONS = 16;

/** A data directory that takes no socket (read-only after a fault, full) keeps nobody from recording: it is tried again so often. */
const LISTEN_AGAIN_MS = 3000;
const DISK_CODES: ReadonlySet<string> = new Set(['EROFS', 'ENOSPC', 'EDQUOT', 'EIO']);

/** Where it listens and whom it asks. */
export interface LinkServerOptions {
  readonly path: string;
  readonly backend: RecorderBackend;
  readonly productVersion: string;
  readonly log: Log;
}

/** One for each recorder. */
export class LinkServer {
  readonly #options: LinkServerOptions;
  readonly #sessions = new Set<LinkSession>();
  readonly #server: Server;
  /** Kinds of frames that could not be encoded: told once each. */
  readonly #leftOut = new Set<FromRecorderFrame['type']>();
  #again: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: LinkServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => {
      if (this.#sessions.size >= MAX_SESSIONS) {
        socket.destroy();
        return;
      }
      const session = new LinkSession({
        socket,
        backend: options.backend,
        productVersion: options.productVersion,
        onEnd: (ended, reason) => {
          this.#sessions.delete(ended);
          options.log('link-ended', { reason });
        },
      });
      this.#sessions.add(session);
    });
  }

  /**
   * Listens, or goes on trying where the disk does not let it. The archive's lock must be held already: a socket file that is there
   * belongs to a recorder that is gone. Synchronous file calls.
   * @throws the system's error where it says nothing of the disk
   */
  async listen(): Promise<void> {
    try {
      await this.#listenOnce();
    } catch (error) {
      if (!isOfDisk(error)) throw error;
      this.#options.log('link-not-opened', { error: describeFault(error) });
      this.#listenLater();
    }
  }

  #listenLater(): void {
    this.#again = setTimeout(() => {
      this.#listenOnce().then(
        () => this.#options.log('link-opened', {}),
        () => {
          if (!this.#closed) this.#listenLater();
        },
      );
    }, LISTEN_AGAIN_MS);
    this.#again.unref();
  }

  async #listenOnce(): Promise<void> {
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

  /** To everybody who said hello. What can't be encoded is left out and told in the log: cameras are recorded whatever is said of them. */
  broadcast(frame: FromRecorderFrame): void {
    if (this.#sessions.size === 0) {
      return;
    }
    const bytes = this.#encode(frame);
    if (bytes === null) {
      return;
    }
    for (const session of this.#sessions) {
      if (session.greeted) {
        session.gather(bytes);
      }
    }
  }

  #encode(frame: FromRecorderFrame): Uint8Array | null {
    try {
      return encodeFromRecorderFrame(frame);
    } catch (error) {
      if (!this.#leftOut.has(frame.type)) {
        this.#leftOut.add(frame.type);
        this.#options.log('link-frame-left-out', { type: frame.type, error: describeFault(error) });
      }
      return null;
    }
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  streamRemoved(stream: MediaStream): void {
    for (const session of this.#sessions) {
      session.streamRemoved(stream);
    }
  }

  tick(): void {
    for (const session of this.#sessions) {
      session.tick();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    for (const session of this.#sessions) {
      session.close();
    }
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && DISK_CODES.has(error.code)
  );
}
