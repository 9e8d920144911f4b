/** A network between a browser and the site that can be made slow or cut, as a TCP proxy: what waits fills the sockets of both sides, as on a real one. */
import { connect, createServer, type Socket } from 'node:net';
import type { FinishingContext } from '@matlang/testkit';

const TICK_MS = 20;
/** Handed on and not taken by the reader yet: no more is read then. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Between whoever connects to `port` and a server of this machine. */
export class NarrowNetwork {
  readonly #server = createServer((near) => this.#join(near));
  readonly #connections = new Set<{ readonly near: Socket; readonly far: Socket }>();
  readonly #farPort: number;
  /** Towards the browser, of all connections together; 0: nothing goes through either way, and nobody is told. */
  bytesPerSecond = Number.POSITIVE_INFINITY;

  private constructor(farPort: number) {
    this.#farPort = farPort;
  }

  /** Until the test ends. @param url of the server */
  static async open(context: FinishingContext, url: string): Promise<NarrowNetwork> {
    const network = new NarrowNetwork(Number(new URL(url).port));
    await new Promise<void>((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    const timer = setInterval(() => network.#tick(), TICK_MS);
    context.onTestFinished(async () => {
      clearInterval(timer);
      for (const { near, far } of network.#connections) for (const socket of [near, far]) socket.destroy();
      await new Promise((resolve) => network.#server.close(resolve));
    });
    return network;
  }

  /** @returns the same page by way of this network */
  addressOf(url: string): string {
    const address = this.#server.address();
    const through = new URL(url);
    through.port = String(typeof address === 'object' ? address?.port : '');
    return through.href;
  }

  #join(near: Socket): void {
    const far = connect(this.#farPort, '127.0.0.1');
    const connection = { near, far };
    this.#connections.add(connection);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      // Listening fills the socket's buffer without letting it flow.
      from.on('readable', () => {});
      from.on('error', () => to.destroy());
      from.on('end', () => to.end());
      from.on('close', () => {
        to.destroy();
        this.#connections.delete(connection);
      });
    }
  }

  #tick(): void {
    if (this.bytesPerSecond === 0) return;
    let left = (this.bytesPerSecond * TICK_MS) / 1000;
    for (const { near, far } of this.#connections) {
      hand(near, far, Number.POSITIVE_INFINITY);
      left -= hand(far, near, left);
    }
  }
}

/** @returns how many bytes went on */
function hand(from: Socket, to: Socket, most: number): number {
  const sizeBytes = Math.floor(Math.min(most, from.readableLength, MAX_WAITING_BYTES - to.writableLength));
  // An empty read lets the end be noticed.
  const bytes = from.read(Math.max(0, sizeBytes)) as Buffer | null;
  if (bytes === null) return 0;
  to.write(bytes);
  return bytes.length;
}
