/** A subscriber on the recorder's socket: says hello, keeps every frame, waits for the results of its commands. */
import { connect, type Socket } from 'node:net';
import {
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  type RecorderCommand,
  type ToRecorderFrame,
} from '@matlang/link';
import { until } from './until.ts';

const COMMAND_TIMEOUT_MS = 20_000;

/** Frames of one type. */
export type FrameOf<Type extends FromRecorderFrame['type']> = Extract<FromRecorderFrame, { type: Type }>;

/** How the client greets, and where its frames go. */
export interface LinkClientOptions {
  /** Default: the one that this checkout speaks. */
  readonly protocolVersion?: number;
  /** Gets each frame as it comes; none is kept then. For clients that watch pictures for long. */
  readonly onFrame?: (frame: FromRecorderFrame) => void;
}

/** Connects and greets at once; gives no credit by itself, and does not come back when the connection ends. */
export class LinkClient {
  /** Everything that came, in order, unless `onFrame` takes it. */
  readonly frames: FromRecorderFrame[] = [];
  closed = false;
  readonly #socket: Socket;
  #commands = 0;

  /** @param path of the socket, `<data>/run/recorder.sock` */
  constructor(path: string, options: LinkClientOptions = {}) {
    const { protocolVersion = LINK_PROTOCOL_VERSION, onFrame = (frame) => void this.frames.push(frame) } =
      options;
    const reader = new FrameReader(decodeFromRecorderFrame);
    this.#socket = connect(path);
    this.#socket.on('data', (bytes) => reader.push(bytes, onFrame));
    this.#socket.on('close', () => {
      this.closed = true;
    });
    this.#socket.on('error', () => {});
    this.send({ type: 'hello', protocolVersion, role: 'tool', productVersion: 'test' });
  }

  send(frame: ToRecorderFrame): void {
    this.#socket.write(encodeToRecorderFrame(frame));
  }

  /** Whatever bytes, for clients that don't keep to the protocol. */
  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  of<Type extends FromRecorderFrame['type']>(type: Type): FrameOf<Type>[] {
    return this.frames.filter((frame): frame is FrameOf<Type> => frame.type === type);
  }

  /** The recorder's answer. @throws Error where there is none within 20 s */
  async command(command: RecorderCommand): Promise<FrameOf<'command-result'>['result']> {
    this.#commands += 1;
    const id = this.#commands;
    this.send({ type: 'command', id, command });
    const find = (): FrameOf<'command-result'> | undefined =>
      this.of('command-result').find((frame) => frame.id === id);
    await until(`an answer to ${command.command}`, () => find() !== undefined, COMMAND_TIMEOUT_MS);
    const answer = find();
    if (answer === undefined) throw new Error('an answer vanished');
    return answer.result;
  }

  /** What `command` will be numbered next: the context of a sealed password. */
  get nextCommandId(): number {
    return this.#commands + 1;
  }

  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}
