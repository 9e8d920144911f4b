/** One live stream of the recorder's socket, on a connection of its own; comes back by itself when the recorder was away. */
import { connect, type Socket } from 'node:net';
import {
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  type ToRecorderFrame,
} from '@matlang/link';

const CHANNEL = 1;
const RETRY_MS = 500;
/** A GOP of a main stream. */
const CREDIT_BYTES = 4 * 1024 * 1024;

/** What the recorder says of the channel. */
export type SubscriptionFrame = Extract<
  FromRecorderFrame,
  { type: 'channel-init' | 'channel-fragment' | 'skipped' | 'channel-state' }
>;

/** Where the recorder listens, and what is wanted of it. */
export interface SubscriptionOptions {
  readonly socketPath: string;
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly productVersion: string;
  readonly onFrame: (frame: SubscriptionFrame) => void;
  /** The recorder is away, or not there yet. */
  readonly onLost: () => void;
}

/** Connects at once; `close` it. */
export class RecorderSubscription {
  readonly #options: SubscriptionOptions;
  #socket: Socket | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#connect();
  }

  /** So many bytes of fragments were worked off. */
  giveCredit(bytes: number): void {
    this.#send({ type: 'credit', channel: CHANNEL, bytes });
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #connect(): void {
    const { socketPath, cameraId, kind, productVersion } = this.#options;
    const socket = connect(socketPath);
    this.#socket = socket;
    const reader = new FrameReader(decodeFromRecorderFrame);
    socket.on('connect', () => {
      this.#send({ type: 'hello', protocolVersion: LINK_PROTOCOL_VERSION, role: 'analyst', productVersion });
      this.#send({
        type: 'subscribe',
        channel: CHANNEL,
        cameraId,
        kind,
        creditBytes: CREDIT_BYTES,
        priority: 1,
      });
    });
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk, (frame) => this.#take(frame));
      } catch {
        socket.destroy();
      }
    });
    // 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#closed) return;
      this.#options.onLost();
      this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #take(frame: FromRecorderFrame): void {
    // States, statistics and the like are for the server.
    if (isOfChannel(frame)) this.#options.onFrame(frame);
  }

  #send(frame: ToRecorderFrame): void {
    if (this.#socket !== null && !this.#socket.destroyed) this.#socket.write(encodeToRecorderFrame(frame));
  }
}

function isOfChannel(frame: FromRecorderFrame): frame is SubscriptionFrame {
  const { type } = frame;
  return (
    type === 'channel-init' || type === 'channel-fragment' || type === 'skipped' || type === 'channel-state'
  );
}
