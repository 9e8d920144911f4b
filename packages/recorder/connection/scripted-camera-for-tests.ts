/** A camera on a real socket that answers from a script: for what no simulated camera of ours gets wrong. */
import { createServer, type Server, type Socket } from 'node:net';

const SDP = [
  'v=0',
  's=x',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:trackID=0',
  'm=audio 0 RTP/AVP 8',
  'a=control:trackID=1',
].join('\r\n');

/** One request, as it came. */
export interface AskedFor {
  readonly method: string;
  readonly url: string;
  /** The whole text. */
  readonly text: string;
}

/** Status and header lines behind `RTSP/1.0 `, without CSeq; null: what a camera should say. */
export type Script = (asked: AskedFor) => string | null;

const MAX_WAITING_BYTES = 65_536;

/** Listens until `close`; one connection after another. */
export class ScriptedCamera {
  readonly requests: AskedFor[] = [];
  /** Interleaved frames that came: channel and payload. */
  readonly frames: { readonly channel: number; readonly bytes: Uint8Array }[] = [];
  readonly #script: Script;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #host = '';

  constructor(script: Script = () => null) {
    this.#script = script;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  async listen(host = '127.0.0.1'): Promise<this> {
    this.#host = host;
    await new Promise<void>((resolve) => {
      this.#server.listen(0, host, resolve);
    });
    return this;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('the camera does not listen');
    }
    return address.port;
  }

  get url(): string {
    return `rtsp://${this.#host}:${this.port}/live`;
  }

  get methods(): string {
    return this.requests.map(({ method }) => method).join(' ');
  }

  /** One packet to all who are connected. */
  send(channel: number, bytes: Uint8Array): void {
    for (const socket of this.#sockets) {
      socket.write(Uint8Array.of(0x24, channel, bytes.length >> 8, bytes.length & 255, ...bytes));
    }
  }

  /** A request of the camera's own to all who are connected. */
  request(text: string): void {
    for (const socket of this.#sockets) {
      socket.write(text);
    }
  }

  close(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let waiting: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (bytes) => {
      waiting = this.#take(Buffer.concat([waiting, bytes]), socket);
      if (waiting.length > MAX_WAITING_BYTES) {
        socket.destroy();
      }
    });
  }

  /** @returns what is not whole yet. */
  #take(bytes: Buffer, socket: Socket): Buffer {
    let rest = bytes;
    for (;;) {
      if (rest[0] === 0x24) {
        const end = rest.length < 4 ? Number.POSITIVE_INFINITY : 4 + rest.readUInt16BE(2);
        if (rest.length < end) {
          return rest;
        }
        this.frames.push({ channel: rest[1] ?? 0, bytes: Uint8Array.from(rest.subarray(4, end)) });
        rest = rest.subarray(end);
        continue;
      }
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) {
        return rest;
      }
      this.#answer(rest.subarray(0, end).toString('latin1'), socket);
      rest = rest.subarray(end + 4);
    }
  }

  #answer(text: string, socket: Socket): void {
    const [method = '', url = ''] = text.split(' ');
    const asked: AskedFor = { method, url, text };
    this.requests.push(asked);
    const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1] ?? '';
    const said = this.#script(asked);
    const head =
      said ?? (method === 'SETUP' ? `200 OK\r\nSession: 47\r\nTransport: ${header('Transport')}` : '200 OK');
    const body = method === 'DESCRIBE' && said === null ? SDP : '';
    socket.write(
      `RTSP/1.0 ${head}\r\nCSeq: ${header('CSeq')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }
}
