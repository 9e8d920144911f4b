/**
 * The recorder's channels (and the analyst's, which brings the same of pictures that it codes anew) as the server's viewers use them: each viewer's channel is one of the recorder's, so that credit goes
 * through and nothing is kept here. When the recorder was away, all of them are subscribed again with the credit that is left.
 */
import {
  type ChannelFragmentFrame,
  type ChannelInitFacts,
  type ChannelState,
  MAX_CHANNELS,
  type SkipReason,
  type StreamKind,
  type ToRecorderFrame,
} from '@matlang/link';
import type { PictureMemory } from '@matlang/media/memory';
import type { ChannelFrame } from './recorder-link.ts';

/** What is said of channels on the way there. */
export type ChannelQuestion = Extract<
  ToRecorderFrame,
  { type: 'subscribe' | 'unsubscribe' | 'credit' | 'priority' }
>;

/** The link to whoever has the channels. */
export interface ChannelLink {
  /** Where the bytes of its frames lie. */
  readonly memory: PictureMemory;
  /** One listener. */
  onChannelFrame(take: (frame: ChannelFrame) => void): void;
  onConnect(listener: () => void): void;
  onLost(listener: () => void): void;
  /** False: it is away. */
  sendChannelFrame(frame: ChannelQuestion): boolean;
}

/** Whoever has the channels is away: they go on by themselves when it is back. */
export type AwayState = 'recorder-away' | 'analyst-away';

/** Who hears of one channel. Bytes are shared and must not be written; they are good during the call. */
export interface ChannelEvents {
  onInit(facts: ChannelInitFacts, init: Uint8Array): void;
  /** @param memory retains the fragment's bytes for longer, until they are released */
  onFragment(frame: ChannelFragmentFrame, memory: PictureMemory): void;
  /** After a state that closes it (`CLOSING_STATES`) nothing more comes. */
  onState(state: ChannelState | AwayState): void;
  onSkipped(reason: SkipReason): void;
}

/** What is asked for. */
export interface ChannelRequest {
  readonly cameraId: string;
  readonly kind: StreamKind;
  readonly creditBytes: number;
  readonly priority: number;
}

/** What ends a channel. */
export const CLOSING_STATES: ReadonlySet<ChannelState | AwayState> = new Set([
  'unknown-stream',
  'removed',
  'refused',
  'transcode-busy',
  'no-transcoder',
  'ended',
]);

/** One for each link. */
export class RecorderChannels {
  readonly #link: ChannelLink;
  readonly #away: AwayState;
  readonly #open = new Map<number, RecorderChannel>();
  #nextNumber = 0;

  constructor(link: ChannelLink, away: AwayState = 'recorder-away') {
    this.#link = link;
    this.#away = away;
    link.onChannelFrame((frame) => this.#take(frame));
    link.onConnect(() => {
      for (const channel of this.#open.values()) channel.subscribe();
    });
    link.onLost(() => {
      for (const channel of this.#open.values()) channel.events.onState(this.#away);
    });
  }

  /** Null: all of the recorder's channels are in use. */
  open(request: ChannelRequest, events: ChannelEvents): RecorderChannel | null {
    if (this.#open.size >= MAX_CHANNELS) return null;
    // A number is used again only after all others: a frame of the channel that had it is long through.
    do this.#nextNumber = (this.#nextNumber + 1) >>> 0;
    while (this.#open.has(this.#nextNumber));
    const channel = new RecorderChannel(this.#nextNumber, request, events, this.#link, () =>
      this.#open.delete(channel.number),
    );
    this.#open.set(channel.number, channel);
    if (!channel.subscribe()) events.onState(this.#away);
    return channel;
  }

  #take(frame: ChannelFrame): void {
    const channel = this.#open.get(frame.type === 'channel-init' ? frame.facts.channel : frame.channel);
    if (channel === undefined) return;
    const { events } = channel;
    switch (frame.type) {
      case 'channel-init':
        events.onInit(frame.facts, frame.init);
        return;
      case 'channel-fragment':
        channel.spend(frame.bytes.length);
        events.onFragment(frame, this.#link.memory);
        return;
      case 'skipped':
        events.onSkipped(frame.reason);
        return;
      case 'channel-state':
        if (CLOSING_STATES.has(frame.state)) this.#open.delete(channel.number);
        events.onState(frame.state);
        return;
      default:
        frame satisfies never;
    }
  }
}

/** Lives until `close`, or until a state that closes it. */
export class RecorderChannel {
  readonly number: number;
  readonly events: ChannelEvents;
  readonly #request: ChannelRequest;
  readonly #link: ChannelLink;
  readonly #forget: () => void;
  #creditBytes: number;
  #priority: number;

  constructor(
    number: number,
    request: ChannelRequest,
    events: ChannelEvents,
    link: ChannelLink,
    forget: () => void,
  ) {
    this.number = number;
    this.events = events;
    this.#request = request;
    this.#creditBytes = request.creditBytes;
    this.#priority = request.priority;
    this.#link = link;
    this.#forget = forget;
  }

  /** At first, and each time the recorder is back. False: it is away. */
  subscribe(): boolean {
    const { cameraId, kind } = this.#request;
    return this.#link.sendChannelFrame({
      type: 'subscribe',
      channel: this.number,
      cameraId,
      kind,
      creditBytes: this.#creditBytes,
      priority: this.#priority,
    });
  }

  /** Came and went on to the viewer. */
  spend(sizeBytes: number): void {
    this.#creditBytes = Math.max(0, this.#creditBytes - sizeBytes);
  }

  addCredit(bytes: number, atMostBytes: number): void {
    const added = Math.min(bytes, atMostBytes - this.#creditBytes);
    if (added <= 0) return;
    this.#creditBytes += added;
    this.#link.sendChannelFrame({ type: 'credit', channel: this.number, bytes: added });
  }

  set priority(priority: number) {
    this.#priority = priority;
    this.#link.sendChannelFrame({ type: 'priority', channel: this.number, priority });
  }

  close(): void {
    this.#forget();
    this.#link.sendChannelFrame({ type: 'unsubscribe', channel: this.number });
  }
}
