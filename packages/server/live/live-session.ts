/** One page's WebSocket: its channels, and what it is told. Holds nothing but what the socket has not sent yet. */
import {
  encodeLiveFragmentFields,
  encodeLiveInit,
  type LiveChannelState,
  type LiveNotice,
  type LiveRequest,
  liveRequestSchema,
  MAX_LIVE_CHANNELS,
  MAX_LIVE_CREDIT_BYTES,
  parseMessage,
  type StreamKind,
} from '@matlang/contract';
import type { WebSocket } from 'ws';
import { CLOSING_STATES, type RecorderChannel, type RecorderChannels } from './recorder-channels.ts';

/** Unread by the page, pictures and notices alike. Honest players stay far below; whoever asks without reading is sent away. */
export const MAX_UNREAD_BYTES = 16 * 1024 * 1024;
/** A page that changes all tiles at once sends some hundred. */
const MAX_REQUESTS_PER_SECOND = 2000;

const CLOSING_MS = 500;

/** Close codes of RFC 6455, section 7.4.1. */
export const CLOSE_CODES = { goingAway: 1001, unsupported: 1003, policy: 1008 } as const;

/** Where channels come from: as the camera sends them, and coded anew as H.264. */
export interface SessionChannels {
  readonly recorder: RecorderChannels;
  readonly transcoded: RecorderChannels;
}

/** Whether whoever watches may see a stream now. */
export type LivePermits = (cameraId: string, stream: StreamKind) => boolean;

interface OpenChannel {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly source: RecorderChannel;
}

/** Lives as long as its socket. */
export class LiveSession {
  readonly #socket: WebSocket;
  readonly #channels: SessionChannels;
  readonly #permits: LivePermits;
  readonly #open = new Map<number, OpenChannel>();
  #requestsThisSecond = 0;
  /** What it was told why it is sent away: whatever it still asks has no answer. */
  #closing = false;
  /** What the last ping bore, until it is answered. */
  #unansweredPing: string | null = null;
  #pings = 0;

  /** @param permits asked for each channel when it is opened, and each second while it is */
  constructor(socket: WebSocket, channels: SessionChannels, permits: LivePermits) {
    this.#socket = socket;
    this.#channels = channels;
    this.#permits = permits;
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('pong', (data) => {
      if (data.toString('latin1') === this.#unansweredPing) this.#unansweredPing = null;
    });
    // 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const { source } of this.#open.values()) source.close();
      this.#open.clear();
    });
  }

  /** In bytes: what this server holds because the page has not read it. */
  get unreadBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** What is about a camera is told to those who may see it. */
  tell(notice: LiveNotice): void {
    if (notice.type === 'stream' && !this.#permits(notice.cameraId, notice.stream)) return;
    this.#send(JSON.stringify(notice));
  }

  /** Every second. What whoever watches may see no longer ends. */
  tick(): void {
    this.#requestsThisSecond = 0;
    for (const [channel, { cameraId, stream, source }] of this.#open) {
      if (this.#permits(cameraId, stream)) continue;
      this.#open.delete(channel);
      source.close();
      this.tell({ type: 'channel', channel, state: 'removed' });
    }
  }

  /** Cuts off a page that has not answered the last one. */
  ping(): void {
    if (this.#unansweredPing !== null) {
      this.#socket.terminate();
      return;
    }
    this.#pings += 1;
    this.#unansweredPing = String(this.#pings);
    this.#socket.ping(this.#unansweredPing);
  }

  /** Says why, and doesn't wait for long that the page closes as well. */
  close(code: number, reason: string): void {
    this.#closing = true;
    this.#socket.close(code, reason);
    setTimeout(() => this.#socket.terminate(), CLOSING_MS).unref();
  }

  /** At once, without a word: there is no room for one. */
  terminate(): void {
    this.#closing = true;
    this.#socket.terminate();
  }

  #onMessage(data: unknown, isBinary: boolean): void {
    if (this.#closing) return;
    this.#requestsThisSecond += 1;
    if (this.#requestsThisSecond > MAX_REQUESTS_PER_SECOND) {
      this.close(CLOSE_CODES.policy, 'too many requests');
      return;
    }
    const request = isBinary ? null : parseMessage(liveRequestSchema, String(data));
    if (request === null) this.close(CLOSE_CODES.unsupported, 'no request of this version');
    else this.#obey(request);
  }

  #obey(request: LiveRequest): void {
    const channel = this.#open.get(request.channel)?.source;
    switch (request.type) {
      case 'open':
        if (channel === undefined) this.#openChannel(request);
        else this.close(CLOSE_CODES.policy, 'the channel is open');
        return;
      case 'close':
        this.#open.delete(request.channel);
        channel?.close();
        return;
      // A channel that was closed meanwhile is no mistake of the page.
      case 'credit':
        channel?.addCredit(request.bytes, MAX_LIVE_CREDIT_BYTES);
        return;
      case 'priority':
        if (channel !== undefined) channel.priority = request.priority;
        return;
      default:
        request satisfies never;
    }
  }

  #openChannel({
    channel,
    cameraId,
    stream,
    creditBytes,
    priority,
    codec: wanted,
  }: Extract<LiveRequest, { type: 'open' }>): void {
    const told = (state: LiveChannelState): void => this.tell({ type: 'channel', channel, state });
    if (this.#open.size >= MAX_LIVE_CHANNELS) {
      told('refused');
      return;
    }
    if (!this.#permits(cameraId, stream)) {
      told('unknown-stream');
      return;
    }
    const source = wanted === undefined ? this.#channels.recorder : this.#channels.transcoded;
    const opened = source.open(
      { cameraId, kind: stream, creditBytes, priority },
      {
        onInit: (
          { codec, codecString, timescale, widthPixels, heightPixels, sampleRateHz, channels },
          init,
        ) =>
          this.#send(
            encodeLiveInit({
              channel,
              facts: { codec, codecString, timescale, widthPixels, heightPixels, sampleRateHz, channels },
              init,
            }),
          ),
        onFragment: ({ sync, cached, leading, wallStartUnixMs, bytes }, memory) => {
          const fields = encodeLiveFragmentFields({ channel, sync, cached, leading, wallStartUnixMs });
          memory.retain(bytes);
          this.#send(fields, { bytes, sent: () => memory.release(bytes) });
        },
        onState: (state) => {
          if (CLOSING_STATES.has(state)) this.#open.delete(channel);
          // A live stream has no end of its own.
          told(state === 'ended' ? 'removed' : state);
        },
        onSkipped: (reason) => this.tell({ type: 'skipped', channel, reason }),
      },
    );
    if (opened === null) told('refused');
    else this.#open.set(channel, { cameraId, stream, source: opened });
  }

  /** One message, of one or two frames: `rest` is not copied behind `message`, and `sent` is called once, whatever became of it. */
  #send(
    message: string | Uint8Array,
    rest?: { readonly bytes: Uint8Array; readonly sent: () => void },
  ): void {
    if (!this.#closing && this.#socket.bufferedAmount > MAX_UNREAD_BYTES) this.terminate();
    if (this.#closing) {
      rest?.sent();
      return;
    }
    const binary = typeof message !== 'string';
    this.#socket.send(message, { binary, fin: rest === undefined });
    if (rest !== undefined) this.#socket.send(rest.bytes, { binary, fin: true }, rest.sent);
  }
}
