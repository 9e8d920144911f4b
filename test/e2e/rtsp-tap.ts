/**
 * Stands between a recorder and a camera and writes down what passes: RTSP and interleaved packets as they are, UDP
 * through ports of its own (which it puts into the Transport headers), where it can also lose and swap packets.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import type { FinishingContext } from '@matlang/testkit';

/** What becomes of the n-th RTP packet of the first medium (from 1). `later`: goes out behind the next one. */
export type Fate = 'pass' | 'lose' | 'later';

export interface RtspTap {
  readonly port: number;
  /** RTP packets as the camera sent them, before anything was lost: by medium in the order of SETUP. */
  packetsOf(medium: number): readonly Uint8Array[];
  /** So many packets were lost on purpose. */
  readonly lost: number;
  /** So many went out behind the packet after them. */
  readonly swapped: number;
}

/** Far below the 60 ms after which a recorder takes a packet for lost. */
const HELD_MS = 10;

interface UdpRelay {
  readonly clientPort: number;
  serverPort: number;
  readonly socket: UdpSocket;
}

/** Listens when the promise is fulfilled, until the test ends. For one connection at a time. */
export async function tapCamera(
  context: FinishingContext,
  cameraPort: number,
  fateOf: (nth: number) => Fate = () => 'pass',
): Promise<RtspTap> {
  const tap = new Tap(cameraPort, fateOf);
  context.onTestFinished(() => tap.close());
  await tap.listen();
  return tap;
}

class Tap implements RtspTap {
  port = 0;
  lost = 0;
  swapped = 0;
  #closed = false;
  readonly #cameraPort: number;
  readonly #fateOf: (nth: number) => Fate;
  readonly #media: Uint8Array[][] = [];
  readonly #channels = new Map<number, number>();
  readonly #sockets = new Set<Socket>();
  readonly #relays: UdpRelay[] = [];
  readonly #server = createServer((client) => this.#onClient(client));

  constructor(cameraPort: number, fateOf: (nth: number) => Fate) {
    this.#cameraPort = cameraPort;
    this.#fateOf = fateOf;
  }

  packetsOf(medium: number): readonly Uint8Array[] {
    return this.#media[medium] ?? [];
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    for (const { socket } of this.#relays) socket.close();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #onClient(client: Socket): void {
    const camera = connect(this.#cameraPort, '127.0.0.1');
    for (const socket of [client, camera]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('close', () => camera.destroy());
    camera.on('close', () => client.destroy());
    relayMessages(
      client,
      camera,
      (head) => this.#onRequest(head),
      () => {},
    );
    relayMessages(
      camera,
      client,
      async (head) => this.#onAnswer(head),
      (channel, packet) => {
        const medium = this.#channels.get(channel);
        if (medium !== undefined) this.#media[medium]?.push(packet);
      },
    );
  }

  async #onRequest(head: string): Promise<string> {
    const ports = /client_port=(\d+)-(\d+)/.exec(head);
    if (!head.startsWith('SETUP')) return head;
    this.#media.push([]);
    if (ports === null) return head;
    const medium = this.#media.length - 1;
    const [rtp, rtcp] = await bindPair();
    this.#relay(rtp, Number(ports[1]), medium);
    this.#relay(rtcp, Number(ports[2]), null);
    return head.replace(ports[0], `client_port=${rtp.address().port}-${rtcp.address().port}`);
  }

  #onAnswer(head: string): string {
    const interleaved = /interleaved=(\d+)-/.exec(head);
    if (interleaved !== null) this.#channels.set(Number(interleaved[1]), this.#media.length - 1);
    const server = /server_port=(\d+)-(\d+)/.exec(head);
    const [rtp, rtcp] = this.#relays.slice(-2);
    if (server === null || rtp === undefined || rtcp === undefined) return head;
    rtp.serverPort = Number(server[1]);
    rtcp.serverPort = Number(server[2]);
    return head
      .replace(/client_port=\d+-\d+/, `client_port=${rtp.clientPort}-${rtcp.clientPort}`)
      .replace(server[0], `server_port=${rtp.socket.address().port}-${rtcp.socket.address().port}`);
  }

  /** @param medium null for RTCP: passed on, not written down */
  #relay(socket: UdpSocket, clientPort: number, medium: number | null): void {
    const relay: UdpRelay = { clientPort, serverPort: 0, socket };
    this.#relays.push(relay);
    let count = 0;
    let held: Uint8Array | null = null;
    const deliver = (packet: Uint8Array): void => socket.send(packet, clientPort, '127.0.0.1');
    const release = (): void => {
      if (held !== null && !this.#closed) deliver(held);
      held = null;
    };
    socket.on('message', (packet, { port }) => {
      if (port === clientPort) {
        if (relay.serverPort > 0) socket.send(packet, relay.serverPort, '127.0.0.1');
        return;
      }
      if (medium === null) {
        deliver(packet);
        return;
      }
      this.#media[medium]?.push(packet);
      count += 1;
      const fate = medium === 0 ? this.#fateOf(count) : 'pass';
      if (fate === 'lose') this.lost += 1;
      else if (fate === 'later' && held === null) {
        held = packet;
        setTimeout(release, HELD_MS);
      } else {
        deliver(packet);
        if (held !== null) this.swapped += 1;
        release();
      }
    });
  }
}

async function bindPair(): Promise<readonly [UdpSocket, UdpSocket]> {
  for (;;) {
    const first = await bind(0);
    const port = first?.address().port ?? 1;
    const second = port % 2 === 0 ? await bind(port + 1) : null;
    if (first !== null && second !== null) return [first, second];
    first?.close();
  }
}

function bind(port: number): Promise<UdpSocket | null> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  return new Promise((resolve) => {
    socket.once('error', () => resolve(null));
    socket.bind(port, '127.0.0.1', () => resolve(socket));
  });
}

/** RTSP messages through `onHead` (their header may change, their body not), interleaved frames as they are. */
function relayMessages(
  from: Socket,
  to: Socket,
  onHead: (head: string) => Promise<string>,
  onFrame: (channel: number, packet: Uint8Array) => void,
): void {
  let waiting: Buffer = Buffer.alloc(0);
  let turn = Promise.resolve();
  const take = async (bytes: Buffer): Promise<void> => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    for (;;) {
      if (waiting[0] === 0x24) {
        if (waiting.length < 4 || waiting.length < 4 + waiting.readUInt16BE(2)) return;
        const end = 4 + waiting.readUInt16BE(2);
        onFrame(waiting[1] ?? 0, waiting.subarray(4, end));
        to.write(waiting.subarray(0, end));
        waiting = waiting.subarray(end);
        continue;
      }
      const headEnd = waiting.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = waiting.toString('latin1', 0, headEnd + 4);
      const end = headEnd + 4 + Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      if (waiting.length < end) return;
      const body = waiting.subarray(headEnd + 4, end);
      waiting = waiting.subarray(end);
      to.write(Buffer.from(await onHead(head), 'latin1'));
      to.write(body);
    }
  };
  from.on('data', (bytes: Buffer) => {
    turn = turn.then(() => take(bytes));
  });
}
