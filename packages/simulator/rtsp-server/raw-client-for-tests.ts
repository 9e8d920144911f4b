/** For tests only: an RTSP client that says exactly what a test wants, and sees every byte. */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One connection; requests one after another. */
export class RawClient {
  readonly socket: Socket;
  readonly #url: string;
  #bytes: Buffer = Buffer.alloc(0);
  #cseq = 0;
  #wake: () => void = () => undefined;
  isClosed = false;
  /** Interleaved frames so far. */
  readonly frames: { readonly channel: number; readonly payload: Buffer }[] = [];
  /** Bytes that were neither answer nor frame. */
  garbageBytes = 0;

  constructor(socket: Socket, url: string) {
    this.socket = socket;
    this.#url = url;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static async open(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket, url);
  }

  /** @param suffix behind the address that the client was opened with */
  async ask(method: string, suffix = '', headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
    this.#cseq += 1;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(
      `${method} ${this.#url}${suffix} RTSP/1.0\r\nCSeq: ${this.#cseq}\r\n${lines.join('')}\r\n`,
    );
    const isMine = (answer: RawAnswer): boolean => answer.head.includes(`CSeq: ${this.#cseq}\r\n`);
    return await this.until(() => {
      const answer = this.#takeAnswer();
      return answer !== null && isMine(answer) ? answer : null;
    });
  }

  /** SETUP of the first track and PLAY over TCP; the session's id. */
  async play(): Promise<string> {
    const setup = await this.ask('SETUP', '/trackID=0', { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const session = /Session: (\w+)/.exec(setup.head)?.[1] ?? '';
    await this.ask('PLAY', '', { Session: session });
    return session;
  }

  /** At least so many frames. */
  async waitForFrames(count: number): Promise<void> {
    await this.until(() => {
      this.#takeAnswer();
      return this.frames.length >= count || null;
    });
  }

  /** Asks again at each chunk that comes in. @throws Error when the connection ends or 10 s are over */
  async until<T>(look: () => T | null): Promise<T> {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (this.isClosed) throw new Error('the connection has ended');
      if (performance.now() > deadline) throw new Error('nothing came in 10 s');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 500);
      });
    }
  }

  async closed(): Promise<void> {
    await this.until(() => this.isClosed || null);
  }

  /** Takes frames and garbage off the front until an answer or nothing is left. */
  #takeAnswer(): RawAnswer | null {
    for (;;) {
      const bytes = this.#bytes;
      if (bytes[0] === 0x24) {
        if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt16BE(2)) return null;
        const end = 4 + bytes.readUInt16BE(2);
        this.frames.push({ channel: bytes[1] ?? 0, payload: bytes.subarray(4, end) });
        this.#bytes = bytes.subarray(end);
      } else if (bytes.subarray(0, 9).toString() === 'RTSP/1.0 ') {
        return this.#takeText(bytes);
      } else if (bytes.length < 9) return null;
      else {
        this.garbageBytes += 1;
        this.#bytes = bytes.subarray(1);
      }
    }
  }

  #takeText(bytes: Buffer): RawAnswer | null {
    const headEnd = bytes.indexOf('\r\n\r\n');
    if (headEnd === -1) return null;
    const head = bytes.toString('latin1', 0, headEnd + 2);
    const end = headEnd + 4 + Number(/Content-Length: (\d+)/.exec(head)?.[1] ?? 0);
    if (bytes.length < end) return null;
    this.#bytes = bytes.subarray(end);
    return { status: Number(head.slice(9, 12)), head, body: bytes.toString('utf8', headEnd + 4, end) };
  }
}
