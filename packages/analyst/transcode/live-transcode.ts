/**
 * One live stream coded anew for all its viewers. What the recorder sends is worked off in order; when decoding can't follow, what waits is
 * dropped up to the next sync sample, and the viewers are told. Who joins gets the GOP so far.
 */
import type { ChannelFragmentFrame } from '@matlang/link';
import { readFragment, readInitSegment } from '@matlang/media/mp4';
import type { VideoFormat } from '@matlang/media/stream';
import { picturesOf } from '../picture/fragment-pictures.ts';
import { PictureError } from '../picture/picture-engine.ts';
import { msOfTicks } from '../picture/video-clock.ts';
import { RecorderSubscription, type SubscriptionFrame } from './recorder-subscription.ts';
import { fragmentOf, type TranscodedFragment } from './transcoded-fragment.ts';
import {
  type OpenTranscoder,
  type TranscodedPicture,
  type Transcoder,
  TranscoderOverError,
} from './transcoder.ts';
import type { ViewerChannel } from './viewer-channel.ts';

/** Waiting to be decoded: a second and a half of a fat main stream. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024;
/** Of pictures that wait: at 15 fps more than a second. */
const MAX_QUEUED_PICTURES = 25;
/** Kept for who joins: pictures of one GOP of two seconds. */
const MAX_KEPT = 120;
const FIRST_DURATION_TICKS = 6000;
/** Pushed of one run without any coming out, ten seconds of most cameras: what it sends is nothing that can be decoded. */
const MAX_FRUITLESS = 250;
/** A transcoder that ended by itself is replaced so often, unless so many pictures came out since. */
const MAX_REPLACED = 2;
const PICTURES_OF_TRUST = 1000;
/** A longer pause between two pictures says nothing of the next one. */
const LONGEST_DURATION_TICKS = 90_000;

/** What one stream's transcoding works with. */
export interface LiveTranscodeOptions {
  readonly openTranscoder: OpenTranscoder;
  readonly socketPath: string;
  readonly productVersion: string;
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  readonly maxHeightPixels: number;
  /** The stream is no more: its viewers were told. */
  readonly onEnd: () => void;
}

/** Runs from the first viewer to the last. */
export class LiveTranscode {
  readonly #options: LiveTranscodeOptions;
  readonly #subscription: RecorderSubscription;
  readonly #viewers = new Set<ViewerChannel>();
  #queue: SubscriptionFrame[] = [];
  #queuedBytes = 0;
  #queuedPictures = 0;
  #working = false;
  #closed = false;
  /** Until the next sync sample of the source. */
  #dropping = false;
  #transcoder: Transcoder | null = null;
  /** What it decodes; null between runs. */
  #source: VideoFormat | null = null;
  #fruitless = 0;
  #replaced = 0;
  #madeSince = 0;
  #format: VideoFormat | null = null;
  #kept: TranscodedFragment[] = [];
  #sequence = 0;
  #lastTicks = -1;
  #durationTicks = FIRST_DURATION_TICKS;
  /** Site time in ms minus media time in ms, of the newest fragment. */
  #offsetMs = 0;

  constructor(options: LiveTranscodeOptions) {
    this.#options = options;
    const { socketPath, productVersion, cameraId, kind } = options;
    this.#subscription = new RecorderSubscription({
      socketPath,
      productVersion,
      cameraId,
      kind,
      onFrame: (frame) => this.#take(frame),
      onLost: () => this.#lost(),
    });
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  add(viewer: ViewerChannel): void {
    this.#viewers.add(viewer);
    if (this.#format === null) {
      viewer.state('waiting');
      return;
    }
    viewer.init(this.#format);
    for (const fragment of this.#kept) viewer.push(fragment, true);
    if (this.#kept.length === 0) viewer.skip('gop-too-long');
  }

  remove(viewer: ViewerChannel): void {
    this.#viewers.delete(viewer);
  }

  close(): void {
    this.#closed = true;
    this.#subscription.close();
    this.#queue = [];
    this.#transcoder?.close();
    this.#transcoder = null;
  }

  #take(frame: SubscriptionFrame): void {
    if (this.#closed) return;
    if (frame.type === 'channel-fragment') {
      if (this.#dropping && !frame.sync) {
        this.#subscription.giveCredit(frame.bytes.length);
        return;
      }
      this.#dropping = false;
      this.#queuedBytes += frame.bytes.length;
      if (!frame.cached) this.#queuedPictures += 1;
    }
    this.#queue.push(frame);
    if (this.#queuedBytes > MAX_QUEUED_BYTES || this.#queuedPictures > MAX_QUEUED_PICTURES)
      this.#dropQueued();
    if (!this.#working) void this.#work();
  }

  /** Decoding can't follow. What is said of the stream stays in its place. */
  #dropQueued(): void {
    for (const frame of this.#queue) {
      if (frame.type === 'channel-fragment') this.#subscription.giveCredit(frame.bytes.length);
    }
    this.#queue = this.#queue.filter(({ type }) => type !== 'channel-fragment');
    this.#queuedBytes = 0;
    this.#queuedPictures = 0;
    this.#dropping = true;
    this.#transcoder?.forceSync();
    this.#kept = [];
    for (const viewer of this.#viewers) viewer.skip('no-credit');
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let frame = this.#queue.shift(); frame !== undefined; frame = this.#queue.shift()) {
      try {
        await this.#handle(frame);
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#working = false;
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    if (error instanceof TranscoderOverError) {
      this.#transcoder?.close();
      this.#transcoder = null;
      for (const viewer of this.#viewers) viewer.skip('no-credit');
      if (this.#madeSince >= PICTURES_OF_TRUST) this.#replaced = 0;
      this.#replaced += 1;
      if (this.#replaced > MAX_REPLACED) this.#giveUp('no-transcoder');
      return;
    }
    // A damaged picture or fragment, or a size that the encoder does not take: the next sync sample begins anew.
    this.#transcoder?.forceSync();
  }

  async #handle(frame: SubscriptionFrame): Promise<void> {
    switch (frame.type) {
      case 'channel-init':
        await this.#begin(frame.init);
        return;
      case 'channel-fragment':
        this.#queuedBytes -= frame.bytes.length;
        if (!frame.cached) this.#queuedPictures -= 1;
        try {
          await this.#transcode(frame);
        } finally {
          if (!this.#closed) this.#subscription.giveCredit(frame.bytes.length);
        }
        return;
      case 'skipped':
        this.#transcoder?.forceSync();
        for (const viewer of this.#viewers) viewer.skip(frame.reason);
        return;
      case 'channel-state':
        this.#tell(frame.state);
        return;
      default:
        frame satisfies never;
    }
  }

  #tell(state: Extract<SubscriptionFrame, { type: 'channel-state' }>['state']): void {
    if (state === 'run-ended') this.#endRun();
    else if (state === 'unknown-stream' || state === 'removed' || state === 'refused') {
      this.#giveUp(state);
    } else if (state !== 'playing') for (const viewer of this.#viewers) viewer.state(state);
  }

  /** Nothing more will come: the viewers' channels are closed. */
  #giveUp(state: 'unknown-stream' | 'removed' | 'refused' | 'no-transcoder'): void {
    for (const viewer of this.#viewers) viewer.state(state);
    this.#viewers.clear();
    this.close();
    this.#options.onEnd();
  }

  #lost(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#queuedPictures = 0;
    this.#dropping = false;
    this.#endRun();
  }

  #endRun(): void {
    this.#format = null;
    this.#kept = [];
    for (const viewer of this.#viewers) viewer.runEnded();
  }

  async #begin(init: Uint8Array): Promise<void> {
    this.#transcoder?.close();
    this.#transcoder = null;
    this.#format = null;
    this.#kept = [];
    this.#lastTicks = -1;
    this.#source = null;
    this.#fruitless = 0;
    const { format } = readInitSegment(init);
    if (format.kind !== 'video') return;
    this.#source = format;
    await this.#open(format);
  }

  async #open(format: VideoFormat): Promise<void> {
    const { openTranscoder, maxHeightPixels } = this.#options;
    const onPicture = (picture: TranscodedPicture): void => this.#send(picture);
    this.#madeSince = 0;
    try {
      const opened = await openTranscoder({ format, maxHeightPixels, allSync: false, onPicture });
      if (this.#closed) opened.close();
      else this.#transcoder = opened;
    } catch (error) {
      if (!(error instanceof PictureError) || this.#closed) throw error;
      this.#giveUp('no-transcoder');
    }
  }

  async #transcode({ bytes, wallStartUnixMs, sync }: ChannelFragmentFrame): Promise<void> {
    if (this.#fruitless > MAX_FRUITLESS && this.#format === null) {
      this.#giveUp('no-transcoder');
      return;
    }
    // One that ended by itself is replaced where decoding may begin.
    if (this.#transcoder === null && this.#source !== null && sync) await this.#open(this.#source);
    const transcoder = this.#transcoder;
    if (transcoder === null) return;
    const fragment = readFragment(bytes);
    this.#offsetMs = wallStartUnixMs - msOfTicks(fragment.startTicks);
    for (const picture of picturesOf(bytes, fragment)) {
      this.#fruitless += 1;
      await transcoder.push(picture, true);
    }
  }

  #send(picture: TranscodedPicture): void {
    if (this.#closed) return;
    this.#fruitless = 0;
    this.#madeSince += 1;
    if (this.#lastTicks >= 0)
      this.#durationTicks = Math.min(LONGEST_DURATION_TICKS, Math.max(1, picture.ptsTicks - this.#lastTicks));
    this.#lastTicks = picture.ptsTicks;
    this.#sequence += 1;
    const wallMs = this.#offsetMs + msOfTicks(picture.ptsTicks);
    const fragment = fragmentOf(picture, this.#durationTicks, wallMs, this.#sequence);
    if (picture.sync) {
      this.#kept = [];
      if (
        this.#format === null ||
        this.#format.codecString !== picture.format.codecString ||
        !sameSize(this.#format, picture.format)
      ) {
        this.#format = picture.format;
        for (const viewer of this.#viewers) viewer.init(picture.format);
      }
    }
    // What was dropped meanwhile began the GOP: those that still come of it are of use to nobody who joins.
    const isKept = picture.sync || (this.#kept.length > 0 && this.#kept.length < MAX_KEPT);
    if (isKept) this.#kept.push(fragment);
    for (const viewer of this.#viewers) viewer.push(fragment, false);
  }
}

function sameSize(a: VideoFormat, b: VideoFormat): boolean {
  return a.widthPixels === b.widthPixels && a.heightPixels === b.heightPixels;
}
