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
  parseMessage,
  type StreamKind,
} from '@matlang/contract';
import { CreditWindow } from './credit-window.ts';
import { SiteClock } from './site-clock.ts';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5000;
/** A channel that the server closed (its camera was changed, or is not known yet) is opened again after this. */
const REOPEN_MS = 2000;
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
  /** What may be on its way at first; then as much as the network takes. */
  readonly creditBytes: number;
  readonly priority: number;
  /** The browser can't play what the camera sends: coded anew by the site. */
  readonly codec?: 'h264';
}

/** A stream's state as it was told last. */
export type StreamNotice = Extract<LiveNotice, { type: 'stream' }>;

interface OpenChannel {
  readonly wish: ChannelWish;
  readonly listener: ChannelListener;
  readonly credit: CreditWindow;
}

/** An open channel, for whoever plays it. */
export interface Channel {
  /** The player took so many bytes: as much may be sent again, which the server is told a few times a second. */
  taken(bytes: number): void;
  close(): void;
}

/** What the page knows of the site, for showing. */
export interface LiveFacts {
  readonly connected: boolean;
  readonly recorderAwaySinceUnixMs: number | null;
  /** By `cameraId/stream`. */
  readonly streams: ReadonlyMap<string, StreamNotice>;
}

const CLOSED: ReadonlySet<LiveChannelState> = new Set([
  'unknown-stream',
  'removed',
  'refused',
  'transcode-busy',
  'no-transcoder',
]);

const AWAY: LiveFacts = { connected: false, recorderAwaySinceUnixMs: null, streams: new Map() };

/** One for each page; connects when somebody listens or opens a channel. */
export class LiveSocket {
  readonly #address: string;
  readonly #channels = new Map<number, OpenChannel>();
  readonly #listeners = new Set<() => void>();
  readonly #clock = new SiteClock();
  #socket: WebSocket | null = null;
  #facts: LiveFacts = AWAY;
  #nextChannel = 0;
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #silence: ReturnType<typeof setTimeout> | null = null;

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

  /** Null until the server told, and after the machine slept until it tells again. */
  siteTimeUnixMs(): number | null {
    return this.#clock.unixMs();
  }

  /** Plays on over reconnections until it is closed. */
  open(wish: ChannelWish, listener: ChannelListener): Channel {
    do this.#nextChannel = (this.#nextChannel + 1) % 0x1_0000;
    while (this.#channels.has(this.#nextChannel));
    const number = this.#nextChannel;
    const credit = new CreditWindow(wish.creditBytes, (bytes) =>
      this.#send({ type: 'credit', channel: number, bytes }),
    );
    const channel: OpenChannel = { wish, listener, credit };
    this.#channels.set(number, channel);
    this.#connect();
    if (this.#facts.connected) this.#sendOpen(number, channel);
    return {
      taken: (bytes) => credit.take(bytes),
      close: () => {
        credit.stop();
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
    this.#silence = setTimeout(() => this.#giveUp(), ms);
  }

  /** For another connection. */
  #giveUp(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.close();
    // A dead or full network would let the closing handshake wait.
    this.#lost(socket);
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
    const notice = parseMessage(liveNoticeSchema, text);
    if (notice === null) {
      this.#socket?.close();
      return;
    }
    switch (notice.type) {
      case 'hello':
        this.#welcome(notice.version, notice.siteTime);
        return;
      case 'time':
        if (!this.#clock.hear(notice.siteTime, false)) this.#giveUp();
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
        if (CLOSED.has(notice.state)) this.#reopenLater(notice.channel);
        return;
      case 'skipped': {
        const channel = this.#channels.get(notice.channel);
        if (notice.reason === 'no-credit') channel?.credit.skipped();
        channel?.listener.onSkipped(notice.reason);
        return;
      }
      default:
        notice satisfies never;
    }
  }

  #reopenLater(number: number): void {
    const channel = this.#channels.get(number);
    const socket = this.#socket;
    setTimeout(() => {
      // Closed by the page meanwhile, or opened already by another connection.
      if (channel !== undefined && this.#channels.get(number) === channel && this.#socket === socket)
        this.#sendOpen(number, channel);
    }, REOPEN_MS);
  }

  #welcome(version: number, siteTime: number): void {
    if (version !== LIVE_VERSION) {
      location.reload();
      return;
    }
    this.#retryMs = FIRST_RETRY_MS;
    this.#clock.hear(siteTime, true);
    this.#change({ ...AWAY, connected: true });
    for (const [number, channel] of this.#channels) this.#sendOpen(number, channel);
  }

  #takeBytes(bytes: Uint8Array): void {
    const message = decodeLiveBytes(bytes);
    if (message === null) {
      this.#socket?.close();
      return;
    }
    const channel = this.#channels.get(message.channel);
    if (message.kind === 'init') {
      channel?.listener.onInit(message);
      return;
    }
    channel?.credit.arrived(message.bytes.length, this.#lateMs(message), performance.now());
    channel?.listener.onFragment(message);
  }

  #lateMs({ cached, wallStartUnixMs }: LiveFragment): number | null {
    const nowUnixMs = this.#clock.unixMs();
    return cached || nowUnixMs === null ? null : nowUnixMs - wallStartUnixMs;
  }

  #sendOpen(channel: number, { wish, credit }: OpenChannel): void {
    this.#send({ type: 'open', channel, ...wish, creditBytes: credit.open() });
  }

  #send(request: LiveRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }

  #change(facts: LiveFacts): void {
    this.#facts = facts;
    for (const listener of this.#listeners) listener();
  }
}
