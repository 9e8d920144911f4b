/**
 * The server's end of the analyst's socket. That it stands means that the analyst runs; what an analyst is asked for (still
 * pictures, transcoded streams) will go over it.
 */
import { ProcessSocket, type ProcessSocketOptions } from './process-socket.ts';

/** `start` once; it reconnects until `close`. */
export class AnalystLink {
  readonly #socket: ProcessSocket;

  constructor(options: Omit<ProcessSocketOptions, 'role'>) {
    const { log } = options;
    this.#socket = new ProcessSocket(
      { ...options, role: 'analyst' },
      {
        onWelcome: () => {},
        onFrame: (frame) => log('warn', 'the analyst says what it was not asked', { frame: frame.type }),
        onLost: () => {},
      },
    );
  }

  /** True after the analyst said hello. */
  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Since when it is connected or away. */
  get sinceUnixMs(): number {
    return this.#socket.sinceUnixMs;
  }

  start(): void {
    this.#socket.start();
  }

  close(): void {
    this.#socket.close();
  }
}
