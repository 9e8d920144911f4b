/** A subscriber on the recorder's socket, for tests: says hello, keeps every frame, answers commands' results. */
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
import { until } from '../camera/camera-for-tests.ts';

type Of<Type extends FromRecorderFrame['type']> = Extract<FromRecorderFrame, { type: Type }>;

/** Connects and greets at once; gives no credit by itself. */
export class LinkClient {
  readonly frames: FromRecorderFrame[] = [];
  closed = false;
  readonly #socket: Socket;
  #commands = 0;

  constructor(path: string, protocolVersion = LINK_PROTOCOL_VERSION) {
    const reader = new FrameReader(decodeFromRecorderFrame);
    this.#socket = connect(path);
    this.#socket.on('data', (bytes) => reader.push(bytes, (frame) => this.frames.push(frame)));
    this.#socket.on('close', () => {
      this.closed = true;
    });
    this.#socket.on('error', () => {});
    this.send({ type: 'hello', protocolVersion, role: 'tool', productVersion: 'test' });
  }

  send(frame: ToRecorderFrame): void {
    this.#socket.write(encodeToRecorderFrame(frame));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  of<Type extends FromRecorderFrame['type']>(type: Type): Of<Type>[] {
    return this.frames.filter((frame): frame is Of<Type> => frame.type === type);
  }

  async command(command: RecorderCommand): Promise<Of<'command-result'>['result']> {
    this.#commands += 1;
    const id = this.#commands;
    this.send({ type: 'command', id, command });
    const find = (): Of<'command-result'> | undefined =>
      this.of('command-result').find((frame) => frame.id === id);
    await until(`an answer to ${command.command}`, () => find() !== undefined, 20_000);
    const answer = find();
    if (answer === undefined) {
      throw new Error('an answer vanished');
    }
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
