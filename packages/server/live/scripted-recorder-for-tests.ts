/** A recorder for tests: speaks the link over a real socket, answers commands as told, records what it was asked. */
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import {
  type CommandOutcome,
  type CommandRefusal,
  decodeToRecorderFrame,
  encodeFromRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  type RecorderCommand,
  type ToRecorderFrame,
} from '@matlang/link';

type ChannelQuestion = Extract<
  ToRecorderFrame,
  { type: 'subscribe' | 'unsubscribe' | 'credit' | 'priority' }
>;

/** Null: no answer at all. */
export type CommandAnswer =
  | { readonly ok: true; readonly outcome: CommandOutcome }
  | { readonly ok: false; readonly refusal: CommandRefusal }
  | null;

/** Start, set `answer`, look at `commands`; stop and start again to be away. */
export class ScriptedRecorder {
  readonly #path: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly commands: RecorderCommand[] = [];
  /** What was asked about channels, in order. */
  readonly channelFrames: ChannelQuestion[] = [];
  /** Told to each server that connects, after hello. */
  readonly greetings: FromRecorderFrame[] = [];
  /** Ids of commands, in the order of `commands`. */
  readonly commandIds: number[] = [];
  answer: (command: RecorderCommand) => CommandAnswer = defaultAnswer;

  constructor(path: string) {
    this.#path = path;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async start(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await rm(this.#path, { force: true });
    await new Promise<void>((resolve) => this.#server.listen(this.#path, resolve));
  }

  /** To everybody who is connected. */
  tell(frame: FromRecorderFrame): void {
    for (const socket of this.#sockets) socket.write(encodeFromRecorderFrame(frame));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader(decodeToRecorderFrame);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) =>
      reader.push(chunk, (frame) => {
        if (frame.type === 'hello') this.#greet(socket);
        else if (frame.type === 'command') this.#obey(socket, frame.id, frame.command);
        else this.channelFrames.push(frame);
      }),
    );
  }

  #greet(socket: Socket): void {
    const hello = {
      type: 'hello',
      protocolVersion: LINK_PROTOCOL_VERSION,
      role: 'recorder',
      productVersion: 'test',
    } as const;
    for (const frame of [hello, ...this.greetings]) socket.write(encodeFromRecorderFrame(frame));
  }

  #obey(socket: Socket, id: number, command: RecorderCommand): void {
    this.commands.push(command);
    this.commandIds.push(id);
    const answer = this.answer(command);
    if (answer === null) return;
    const result = answer.ok ? answer : { ...answer, detail: 'as the test says' };
    socket.write(encodeFromRecorderFrame({ type: 'command-result', id, result }));
  }
}

/** Everything succeeds. */
function defaultAnswer({ command }: RecorderCommand): CommandAnswer {
  switch (command) {
    case 'delete-footage':
      return { ok: true, outcome: { command, deletedBytes: 1000, heldBytes: 10 } };
    case 'try-now':
      return { ok: true, outcome: { command, streams: [] } };
    case 'sign-log':
      return {
        ok: true,
        outcome: { command, signedUnixMs: 7, keyId: 'k1', signature: 'ab'.repeat(64) },
      };
    case 'probe':
      return { ok: false, refusal: 'internal' };
    case 'hold':
    case 'lift':
    case 'lease':
    case 'release':
    case 'sign-heads':
    case 'status':
      return { ok: true, outcome: { command } };
    default:
      return command satisfies never;
  }
}
