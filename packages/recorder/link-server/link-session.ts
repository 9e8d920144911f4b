/** One connection to the recorder's socket: handshake, channels, commands. What it does not read in time ends it, not the recorder. */
import type { Socket } from 'node:net';
import {
  decodeToRecorderFrame,
  encodeFromRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  LinkError,
  MAX_CHANNELS,
  MAX_PENDING_COMMANDS,
  type ToRecorderFrame,
} from '@matlang/link';
import { describeFault } from '../log.ts';
import { Channel, type ChannelOutlet } from './channel.ts';
import { CommandRefused, type RecorderBackend } from './recorder-backend.ts';

/** More in the socket than this and live pictures wait, so that the enlarged one can go first. */
const FULL_BYTES = 512 * 1024;
/** States and statistics are sent even then; a reader that is this far behind has stopped reading. */
const MAX_BACKLOG_BYTES = 16 * 1024 * 1024;
/** After the end what waits may still go out; one that does not read would keep its backlog, and a stopping recorder, for ever. */
const LAST_WORDS_MS = 1000;

type Subscribe = Extract<ToRecorderFrame, { type: 'subscribe' }>;
type Command = Extract<ToRecorderFrame, { type: 'command' }>;

/** One accepted socket and whom it asks. */
export interface LinkSessionOptions {
  readonly socket: Socket;
  readonly backend: RecorderBackend;
  readonly productVersion: string;
  readonly onEnd: (session: LinkSession, reason: string) => void;
}

/** Ends itself when the other side goes, misbehaves or stops reading. */
export class LinkSession implements ChannelOutlet {
  readonly #options: LinkSessionOptions;
  readonly #socket: Socket;
  readonly #reader = new FrameReader(decodeToRecorderFrame);
  readonly #channels = new Map<number, Channel>();
  #pendingCommands = 0;
  #greeted = false;
  #ended = false;
  #drainAwaited = false;
  /** What is broadcast waits for the end of the event loop's turn, to go out in one write. */
  #gathering = false;

  constructor(options: LinkSessionOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#socket.on('data', (bytes: Buffer) => this.#onBytes(bytes));
    this.#socket.on('error', (error) => this.#end(error.message));
    this.#socket.on('close', () => this.#end('closed'));
    this.#socket.on('drain', () => this.#onDrain());
    this.send({
      type: 'hello',
      protocolVersion: LINK_PROTOCOL_VERSION,
      role: 'recorder',
      productVersion: options.productVersion,
    });
  }

  /** The other side said hello: it gets what is broadcast. */
  get greeted(): boolean {
    return this.#greeted;
  }

  get writable(): boolean {
    return !this.#ended && this.#socket.writableLength < FULL_BYTES;
  }

  monotonicMs(): number {
    return this.#options.backend.monotonicMs();
  }

  /** Goes out at once, and with it what was being gathered. */
  send(frame: FromRecorderFrame): void {
    this.#write(encodeFromRecorderFrame(frame));
    this.#endGathering();
  }

  /** A whole frame, shared with other sessions, that may wait for the next one. */
  gather(bytes: Uint8Array): void {
    if (!this.#gathering && !this.#ended) {
      this.#gathering = true;
      this.#socket.cork();
      setImmediate(() => this.#endGathering());
    }
    this.#write(bytes);
  }

  #endGathering(): void {
    if (this.#gathering) {
      this.#gathering = false;
      this.#socket.uncork();
    }
  }

  #write(bytes: Uint8Array): void {
    if (this.#ended) {
      return;
    }
    this.#socket.write(bytes);
    if (this.#socket.writableLength > MAX_BACKLOG_BYTES) {
      this.#end('does not read');
    }
  }

  sendParts(parts: readonly Uint8Array[], onSent: () => void): void {
    if (this.#ended) {
      onSent();
      return;
    }
    this.#socket.cork();
    for (const part of parts.slice(0, -1)) this.#socket.write(part);
    // Called as well when the socket ends before.
    this.#socket.write(parts.at(-1) ?? new Uint8Array(0), () => onSent());
    this.#socket.uncork();
    this.#endGathering();
    this.#drainAwaited = true;
  }

  /** Every 250 ms. */
  tick(): void {
    for (const channel of this.#channels.values()) {
      channel.tick();
    }
  }

  /** The configuration took the stream away. */
  streamRemoved(stream: Channel['stream']): void {
    for (const channel of this.#channels.values()) {
      if (channel.stream === stream) {
        this.#closeChannel(channel);
        this.send({ type: 'channel-state', channel: channel.number, state: 'removed' });
      }
    }
  }

  close(): void {
    this.#end('recorder ends');
  }

  #onBytes(bytes: Uint8Array): void {
    if (this.#ended) {
      return;
    }
    try {
      this.#reader.push(bytes, (frame) => this.#onFrame(frame));
    } catch (error) {
      // A fault of ours that one connection brings out ends that connection, not the recording.
      this.#end(error instanceof LinkError ? `${error.code}: ${error.message}` : describeFault(error));
    }
  }

  #onFrame(frame: ToRecorderFrame): void {
    if (this.#ended) {
      return;
    }
    if (!this.#greeted && frame.type !== 'hello') {
      throw new LinkError('payload-invalid', `frame ${frame.type} before hello`, null);
    }
    switch (frame.type) {
      case 'hello':
        this.#greet(frame.protocolVersion);
        break;
      case 'subscribe':
        this.#subscribe(frame);
        break;
      case 'unsubscribe': {
        const channel = this.#channels.get(frame.channel);
        if (channel !== undefined) {
          this.#closeChannel(channel);
        }
        break;
      }
      case 'credit':
        this.#channels.get(frame.channel)?.addCredit(frame.bytes);
        break;
      case 'priority': {
        const channel = this.#channels.get(frame.channel);
        if (channel !== undefined) {
          channel.priority = frame.priority;
        }
        break;
      }
      case 'command':
        void this.#execute(frame);
        break;
    }
  }

  #greet(protocolVersion: number): void {
    if (protocolVersion !== LINK_PROTOCOL_VERSION) {
      throw new LinkError('version-differs', `speaks ${protocolVersion}, not ${LINK_PROTOCOL_VERSION}`, null);
    }
    if (!this.#greeted) {
      this.#greeted = true;
      this.#sendStates();
    }
  }

  #sendStates(): void {
    for (const { key, state, stateSinceUnixMs } of this.#options.backend.streams()) {
      this.send({ type: 'stream-state', ...key, state, sinceUnixMs: stateSinceUnixMs });
    }
  }

  #subscribe(frame: Subscribe): void {
    const { channel: number, cameraId, kind, creditBytes, priority } = frame;
    if (this.#channels.has(number) || this.#channels.size >= MAX_CHANNELS) {
      this.send({ type: 'channel-state', channel: number, state: 'refused' });
      return;
    }
    const stream = this.#options.backend.findStream({ cameraId, kind });
    if (stream === undefined) {
      this.send({ type: 'channel-state', channel: number, state: 'unknown-stream' });
      return;
    }
    const channel = new Channel(number, stream, creditBytes, priority, this);
    this.#channels.set(number, channel);
    channel.open();
  }

  #closeChannel(channel: Channel): void {
    this.#channels.delete(channel.number);
    channel.close();
  }

  async #execute({ id, command }: Command): Promise<void> {
    if (this.#pendingCommands >= MAX_PENDING_COMMANDS) {
      this.#refuse(id, new CommandRefused('too-many-commands', `${MAX_PENDING_COMMANDS} are unanswered`));
      return;
    }
    this.#pendingCommands += 1;
    try {
      const outcome = await this.#options.backend.execute(id, command);
      if (command.command === 'status') {
        this.#sendStates();
        this.send({ type: 'statistics', statistics: this.#options.backend.statistics() });
      }
      this.send({ type: 'command-result', id, result: { ok: true, outcome } });
    } catch (error) {
      this.#refuse(id, error);
    } finally {
      this.#pendingCommands -= 1;
    }
  }

  #refuse(id: number, error: unknown): void {
    const refusal = error instanceof CommandRefused ? error.refusal : 'internal';
    const detail = error instanceof Error ? error.message : String(error);
    this.send({ type: 'command-result', id, result: { ok: false, refusal, detail: detail.slice(0, 1000) } });
  }

  #onDrain(): void {
    if (!this.#drainAwaited) {
      return;
    }
    this.#drainAwaited = false;
    const byPriority = [...this.#channels.values()].toSorted((a, b) => b.priority - a.priority);
    for (const channel of byPriority) {
      channel.drain();
    }
  }

  #end(reason: string): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    for (const channel of this.#channels.values()) {
      channel.close();
    }
    this.#channels.clear();
    this.#endGathering();
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS).unref();
    this.#options.onEnd(this, reason);
  }
}
