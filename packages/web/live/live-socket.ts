/**
 * The one WebSocket of a page: opens channels, hands on what comes, gives credit back, and comes back by itself. It keeps the
 * newest state of every stream; pictures it keeps none.
 */
import {
  decodeLiveBytes,
  LIVE_SOCKET,
  LIVE_VERSION,
  type LiveChannelState,
  type LiveFragment,
  type LiveInit,
  type LiveNotice,
  type LiveRequest,
  type LiveSkipReason,
  liveNoticeSchema,
  type StreamKind,
} from '@matlang/contract';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5000;
/** The server tells the time every 5 s: without a word for so long the connection is dead, whatever the network says. */
const SILENT_MS = 15_000;

/** Who plays a channel. */
export interface ChannelListener {
  onInit(init: LiveInit): void;
  onFragment(fragment: LiveFragment): void;
  onState(state: LiveChannelState | 'server-away'): void;
  onSkipped(reason: LiveSkipReason): void;
}

/** What a channel shows. */
export interface ChannelWish {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly creditBytes: number;
  readonly priority: number;
}

/** A stream's state as it was told last. */
export type StreamNotice = Extract<LiveNotice, { type: 'stream' }>;

interface OpenChannel {
  readonly wish: ChannelWish;
  readonly listener: ChannelListener;
  priority: number;
}

/** An open channel, for whoever plays it. */
export interface Channel {
  /** The player took so many bytes. */
  giveCredit(bytes: number): void;
  setPriority(priority: number): void;
  close(): void;
}

/** What the page knows of the site, for showing. */
export interface LiveFacts {
  readonly connected: boolean;
  readonly recorderAwaySinceUnixMs: number | null;
  /** By `cameraId/stream`. */
  readonly streams: ReadonlyMap<string, StreamNotice>;
}

const AWAY: LiveFacts = { connected: false, recorderAwaySinceUnixMs: null, streams: new Map() };

/** One for each page; connects when somebody listens or opens a channel. */
export class LiveSocket {
  readonly #address: string;
  readonly #channels = new Map<number, OpenChannel>();
  readonly #listeners = new Set<() => void>();
  #socket: WebSocket | null = null;
  #facts: LiveFacts = AWAY;
  #nextChannel = 0;
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #silence: ReturnType<typeof setTimeout> | null = null;
  /** Site time minus this machine's monotonic clock. */
  #siteOffsetMs: number | null = null;

  constructor(origin: string) {
    this.#address = `${origin.replace(/^http/, 'ws')}${LIVE_SOCKET.path}`;
  }

  /** For `useSyncExternalStore`: called at each change of `facts`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#connect();
    return () => {
      this.#listeners.delete(listener);
      this.#closeWhenIdle();
    };
  };

  /** Another object at each change. */
  readonly facts = (): LiveFacts => this.#facts;

  /** Null until the server told. */
  siteTimeUnixMs(): number | null {
    return this.#siteOffsetMs === null ? null : performance.now() + this.#siteOffsetMs;
  }

  /** Plays on over reconnections until it is closed. */
  open(wish: ChannelWish, listener: ChannelListener): Channel {
    do this.#nextChannel = (this.#nextChannel + 1) % 0x1_0000;
    while (this.#channels.has(this.#nextChannel));
    const number = this.#nextChannel;
    const channel: OpenChannel = { wish, listener, priority: wish.priority };
    this.#channels.set(number, channel);
    this.#connect();
    if (this.#facts.connected) this.#sendOpen(number, channel);
    return {
      giveCredit: (bytes) => this.#send({ type: 'credit', channel: number, bytes }),
      setPriority: (priority) => {
        channel.priority = priority;
        this.#send({ type: 'priority', channel: number, priority });
      },
      close: () => {
        if (this.#channels.delete(number)) this.#send({ type: 'close', channel: number });
        this.#closeWhenIdle();
      },
    };
  }

  #connect(): void {
    if (this.#socket !== null || this.#retry !== null) return;
    const socket = new WebSocket(this.#address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#listen(SILENT_MS);
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      this.#listen(SILENT_MS);
      if (data instanceof ArrayBuffer) this.#takeBytes(new Uint8Array(data));
      else this.#takeNotice(String(data));
    });
    socket.addEventListener('close', () => this.#lost(socket));
  }

  /** Whoever says nothing for so long is gone. */
  #listen(ms: number): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket?.close(), ms);
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#change({ ...AWAY });
    for (const { listener } of this.#channels.values()) listener.onState('server-away');
    if (this.#channels.size === 0 && this.#listeners.size === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#connect();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #closeWhenIdle(): void {
    if (this.#channels.size > 0 || this.#listeners.size > 0) return;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#socket?.close();
  }

  #takeNotice(text: string): void {
    const parsed = liveNoticeSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      this.#socket?.close();
      return;
    }
    const notice = parsed.data;
    switch (notice.type) {
      case 'hello':
        this.#welcome(notice.version, notice.siteTime);
        return;
      case 'time':
        this.#siteOffsetMs = notice.siteTime - performance.now();
        return;
      case 'recorder':
        this.#change({ ...this.#facts, recorderAwaySinceUnixMs: notice.connected ? null : notice.since });
        return;
      case 'stream': {
        const streams = new Map(this.#facts.streams).set(`${notice.cameraId}/${notice.stream}`, notice);
        this.#change({ ...this.#facts, streams });
        return;
      }
      case 'channel':
        this.#channels.get(notice.channel)?.listener.onState(notice.state);
        return;
      case 'skipped':
        this.#channels.get(notice.channel)?.listener.onSkipped(notice.reason);
        return;
      default:
        notice satisfies never;
    }
  }

  #welcome(version: number, siteTime: number): void {
    if (version !== LIVE_VERSION) {
      location.reload();
      return;
    }
    this.#retryMs = FIRST_RETRY_MS;
    this.#siteOffsetMs = siteTime - performance.now();
    this.#change({ ...AWAY, connected: true });
    for (const [number, channel] of this.#channels) this.#sendOpen(number, channel);
  }

  #takeBytes(bytes: Uint8Array): void {
    const message = decodeLiveBytes(bytes);
    if (message === null) {
      this.#socket?.close();
      return;
    }
    const listener = this.#channels.get(message.channel)?.listener;
    if (message.kind === 'init') listener?.onInit(message);
    else listener?.onFragment(message);
  }

  #sendOpen(channel: number, { wish, priority }: OpenChannel): void {
    const { cameraId, stream, creditBytes } = wish;
    this.#send({ type: 'open', channel, cameraId, stream, creditBytes, priority });
  }

  #send(request: LiveRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  #change(facts: LiveFacts): void {
    this.#facts = facts;
    for (const listener of this.#listeners) listener();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
