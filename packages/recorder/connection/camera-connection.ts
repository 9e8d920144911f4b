/**
 * Keeps one address of a camera connected: tries, watches over what comes, tries again when the policy says. It feeds a video
 * stream and, where sound is wanted from this address, a sound stream.
 */
import type { StreamFailureCode, StreamState, Transport } from '@matlang/link';
import { codecOfEncodingName, type DepacketizedUnit, DepacketizerRefusal } from '@matlang/media/depacketizer';
import { writeReceiverReport } from '@matlang/media/rtp';
import { type RtspTrack, redactCredentials } from '@matlang/media/rtsp';
import type { SessionDescription } from '@matlang/media/sdp';
import type { SiteClock } from '../clock/site-clock.ts';
import { describeFault, type Log } from '../log.ts';
import type { MediaStream } from '../stream/media-stream.ts';
import { TrackIntake } from '../stream/track-intake.ts';
import { chooseMedia, depacketizedDescription } from './media-choice.ts';
import type { ReadPacer } from './read-pacer.ts';
import { nextTryDelayMs } from './reconnect-policy.ts';
import { RtspSession } from './rtsp-session.ts';
import type { SessionFailure } from './session-failure.ts';

/** From PLAY to the first packet, and between packets, of each media by itself: cameras send several a second. Sender reports don't count. */
export const NO_MEDIA_MS = 10_000;
/** For the first key frame. Doubled from try to try: PLAY makes most cameras send one, the others need to be waited for. */
export const NO_KEY_FRAME_MS = 30_000;
/** The longest GOP seen is 5 minutes. */
export const MAX_NO_KEY_FRAME_MS = 10 * 60_000;
/** What ran this long worked: a failure after it is tried again at once. */
const WORKED_MS = 5_000;
/** RFC 3550 section 6.2. Arlo is suspected of stopping when reports come every 10 s only (mediamtx, issue 1403). */
const RECEIVER_REPORT_MS = 5_000;
const USER_AGENT = 'MatLang/0.1';

/** Null: none configured; `unreadable`: the sealed password does not open. */
export type CameraCredentials =
  | { readonly username: string; readonly password: string }
  | null
  | 'unreadable';

/** One address and what it feeds. */
export interface CameraConnectionOptions {
  readonly url: string;
  readonly credentials: CameraCredentials;
  readonly transport: Transport;
  readonly video: MediaStream;
  /** Null: sound is off. */
  readonly audio: MediaStream | null;
  readonly siteClock: SiteClock;
  readonly pacer: ReadPacer;
  readonly random: () => number;
  readonly log: Log;
}

/** Started once, stopped once. */
export class CameraConnection {
  readonly #options: CameraConnectionOptions;
  readonly #intakes = new Map<number, TrackIntake>();
  #videoIntake: TrackIntake | null = null;
  #audioIntake: TrackIntake | null = null;
  readonly #ownSsrc: number;
  #session: RtspSession | null = null;
  #transport: Transport;
  /** The configured transport was refused: the other is being tried. */
  #otherTransport = false;
  #attempts = 0;
  #keyFrameAttempts = 0;
  #nextTryMonotonicMs: number | null = null;
  #failingSinceUnixMs: number | null = null;
  #playingMonotonicMs: number | null = null;
  #firstUnitMonotonicMs: number | null = null;
  #reportDueMonotonicMs = 0;
  /** Why there is no sound in this try, or for now, though it is wanted. */
  #soundLeftOut: StreamState | null = null;
  /** A microphone that sends while somebody speaks would fill the log: told once a conversation. */
  #soundSilenceTold = false;
  #immediate = false;
  #stopped = false;

  constructor(options: CameraConnectionOptions) {
    this.#options = options;
    this.#transport = options.transport;
    this.#ownSsrc = Math.floor(options.random() * 2 ** 32);
  }

  /** In use, or to be used next. */
  get transport(): Transport {
    return this.#transport;
  }

  start(): void {
    this.#try();
  }

  /** TEARDOWN and end; the streams are stopped by their owner. */
  stop(): void {
    this.#stopped = true;
    this.#session?.stop();
    this.#session = null;
  }

  /** True while one of the streams is watched. */
  set immediate(immediate: boolean) {
    this.#immediate = immediate;
    if (this.#session !== null) {
      this.#session.immediate = immediate;
    }
  }

  /** A try that is waited for happens now; false when none is. */
  tryNow(): boolean {
    if (this.#nextTryMonotonicMs === null || this.#stopped) {
      return false;
    }
    this.#attempts = 0;
    this.#try();
    return true;
  }

  /** Every 250 ms. */
  tick(nowMonotonicMs: number): void {
    if (this.#stopped) {
      return;
    }
    if (this.#nextTryMonotonicMs !== null && nowMonotonicMs >= this.#nextTryMonotonicMs) {
      this.#try();
      return;
    }
    this.#session?.tick(nowMonotonicMs);
    this.#sendReports(nowMonotonicMs);
    this.#watch(nowMonotonicMs);
  }

  #try(): void {
    this.#nextTryMonotonicMs = null;
    this.#forgetConversation();
    const { url, credentials, siteClock, pacer } = this.#options;
    if (credentials === 'unreadable') {
      this.#onFailure({ step: 'configuring', code: 'password-unreadable', statusCode: null, detail: null });
      return;
    }
    const session = new RtspSession(
      {
        url,
        credentials,
        transport: this.#transport,
        userAgent: USER_AGENT,
        monotonicMs: () => siteClock.monotonicMs(),
        pacer,
      },
      {
        onStep: (step) => {
          if (step !== 'configuring') {
            this.#setState({ state: step });
          }
        },
        chooseMedia: (description) => this.#chooseMedia(description),
        onTrack: (track) => this.#onTrack(track),
        onLeftOut: (_mediaIndex, { code, statusCode, detail }) =>
          this.#leaveOutSound(this.#failedState(code, 'setting-up', statusCode, detail)),
        onPlaying: () => {
          this.#playingMonotonicMs = siteClock.monotonicMs();
        },
        onRedirect: () => {
          this.#forgetConversation();
          this.#options.video.movedElsewhere();
          this.#options.audio?.movedElsewhere();
        },
        onRtp: (mediaIndex, bytes, arrivalMonotonicMs) => {
          this.#intakes.get(mediaIndex)?.pushRtp(bytes, arrivalMonotonicMs);
        },
        onRtcp: (mediaIndex, bytes, arrivalMonotonicMs) => {
          this.#intakes.get(mediaIndex)?.pushRtcp(bytes, arrivalMonotonicMs);
        },
        onReadEnd: () => {
          for (const intake of this.#intakes.values()) {
            intake.detach();
          }
          this.#options.video.memory.sweep();
        },
        onIdle: (nowMonotonicMs) => {
          for (const intake of this.#intakes.values()) {
            intake.tick(nowMonotonicMs);
          }
        },
        onWarning: (warning, detail) => this.#options.log('camera-warning', { warning, detail }),
        onFault: (error) => this.#tellFault(error),
        onFailure: (failure) => this.#onFailure(failure),
      },
    );
    this.#session = session;
    session.immediate = this.#immediate;
    session.start();
  }

  #forgetConversation(): void {
    this.#playingMonotonicMs = null;
    this.#firstUnitMonotonicMs = null;
    this.#soundLeftOut = null;
    this.#soundSilenceTold = false;
    this.#intakes.clear();
    this.#videoIntake = null;
    this.#audioIntake = null;
  }

  #chooseMedia(description: SessionDescription): readonly number[] {
    const choice = chooseMedia(description, { video: true, audio: this.#options.audio !== null });
    if (choice.audio === null && this.#options.audio !== null) {
      this.#leaveOutSound(this.#failedState('media-missing', 'describing', null, 'no sound offered'));
    }
    const media = choice.video === null ? undefined : description.media[choice.video];
    if (choice.video === null || media === undefined) {
      return [];
    }
    const { encodingName } = depacketizedDescription(media);
    if (codecOfEncodingName(encodingName) === null) {
      // Before SETUP: a camera with few sessions keeps them.
      this.#abandon('codec-not-recorded', encodingName);
      return [];
    }
    return choice.audio === null ? [choice.video] : [choice.video, choice.audio];
  }

  #onTrack(track: RtspTrack): void {
    const isVideo = track.media.type === 'video';
    const stream = isVideo ? this.#options.video : this.#options.audio;
    if (stream === null) {
      return;
    }
    const { siteClock } = this.#options;
    try {
      const intake = new TrackIntake({
        media: depacketizedDescription(track.media),
        payloadType: track.media.payloadType,
        meter: stream.meter,
        allocate: (sizeBytes) => stream.memory.allocate(sizeBytes),
        onUnit: (unit) => this.#onUnit(stream, unit, isVideo),
        onCameraTime: (cameraUnixMs, arrivalMonotonicMs) =>
          stream.cameraClock.observe(cameraUnixMs, siteClock.atUnixMs(arrivalMonotonicMs)),
      });
      this.#intakes.set(track.mediaIndex, intake);
      if (isVideo) {
        this.#videoIntake = intake;
      } else {
        this.#audioIntake = intake;
      }
    } catch (error) {
      if (!(error instanceof DepacketizerRefusal)) {
        throw error;
      }
      if (isVideo) {
        this.#abandon('codec-not-recorded', error.encodingName);
      } else {
        this.#leaveOutSound(this.#failedState('codec-not-recorded', 'setting-up', null, error.encodingName));
      }
    }
  }

  #onUnit(stream: MediaStream, unit: DepacketizedUnit, isVideo: boolean): void {
    this.#firstUnitMonotonicMs ??= unit.arrivalMonotonicMs;
    stream.push(unit);
    if (isVideo && stream.running && this.#failingSinceUnixMs !== null) {
      this.#options.log('camera-works', { attempts: this.#attempts, transport: this.#transport });
      this.#failingSinceUnixMs = null;
    }
  }

  #watch(nowMonotonicMs: number): void {
    if (this.#session === null || this.#playingMonotonicMs === null) {
      return;
    }
    const silence = this.#silenceOf(this.#videoIntake, nowMonotonicMs);
    if (silence !== null) {
      const soundComes =
        this.#audioIntake !== null && this.#silenceOf(this.#audioIntake, nowMonotonicMs) === null;
      this.#abandon(silence, soundComes ? 'only sound comes' : null);
      return;
    }
    this.#watchSound(nowMonotonicMs);
    if (this.#options.video.running) {
      if (nowMonotonicMs - this.#playingMonotonicMs > WORKED_MS) {
        this.#attempts = 0;
        this.#keyFrameAttempts = 0;
      }
    } else if (this.#videoIntake?.newestPacketMonotonicMs != null) {
      this.#watchForKeyFrame(nowMonotonicMs);
    }
  }

  /** Null: packets of this media come, or may still begin to. */
  #silenceOf(intake: TrackIntake | null, nowMonotonicMs: number): 'no-media' | 'media-stalled' | null {
    const newestMonotonicMs = intake?.newestPacketMonotonicMs ?? null;
    const sinceMonotonicMs = newestMonotonicMs ?? this.#playingMonotonicMs ?? nowMonotonicMs;
    if (nowMonotonicMs - sinceMonotonicMs <= NO_MEDIA_MS) {
      return null;
    }
    return newestMonotonicMs === null ? 'no-media' : 'media-stalled';
  }

  /** Sound that stops ends its own run; the picture goes on, and the sound when it comes again. */
  #watchSound(nowMonotonicMs: number): void {
    const { audio, log } = this.#options;
    if (audio === null || this.#audioIntake === null) {
      return;
    }
    const silence = this.#silenceOf(this.#audioIntake, nowMonotonicMs);
    if (silence === null) {
      // Its first unit began a run, which said `receiving`.
      this.#soundLeftOut = null;
    } else if (this.#soundLeftOut === null) {
      this.#disconnect(audio);
      if (!this.#soundSilenceTold) {
        this.#soundSilenceTold = true;
        log('sound-silent', { code: silence });
      }
      const step = silence === 'no-media' ? 'waiting-for-media' : 'receiving';
      this.#leaveOutSound(this.#failedState(silence, step, null, null));
    }
  }

  /** Packets come, but no run: either nothing that can be decoded alone, or (after a run) not again. */
  #watchForKeyFrame(nowMonotonicMs: number): void {
    this.#options.video.setState({ state: 'waiting-for-key-frame' });
    const sinceMonotonicMs = Math.max(
      this.#playingMonotonicMs ?? 0,
      this.#options.video.runEndedMonotonicMs ?? Number.NEGATIVE_INFINITY,
    );
    const patienceMs = Math.min(MAX_NO_KEY_FRAME_MS, NO_KEY_FRAME_MS * 2 ** this.#keyFrameAttempts);
    if (nowMonotonicMs - sinceMonotonicMs > patienceMs) {
      this.#keyFrameAttempts += 1;
      this.#abandon('no-key-frame', null);
    }
  }

  #sendReports(nowMonotonicMs: number): void {
    if (this.#session === null || nowMonotonicMs < this.#reportDueMonotonicMs) {
      return;
    }
    this.#reportDueMonotonicMs = nowMonotonicMs + RECEIVER_REPORT_MS;
    for (const [mediaIndex, intake] of this.#intakes) {
      const facts = intake.takeReceptionFacts(nowMonotonicMs);
      if (facts !== null) {
        this.#session.sendRtcp(mediaIndex, writeReceiverReport(this.#ownSsrc, facts));
      }
    }
  }

  /** Ends the session for a reason of ours. */
  #abandon(code: StreamFailureCode, detail: string | null): void {
    const session = this.#session;
    const step = session?.step ?? 'configuring';
    session?.stop();
    this.#onFailure({
      step: this.#firstUnitMonotonicMs === null ? step : 'receiving',
      code,
      statusCode: null,
      detail,
    });
  }

  #onFailure(failure: SessionFailure): void {
    if (this.#stopped) {
      return;
    }
    const sessionTimeoutMs = this.#session?.sessionTimeoutMs ?? null;
    this.#session = null;
    const { video, audio, siteClock, random, log } = this.#options;
    const nowMonotonicMs = siteClock.monotonicMs();
    const worked =
      this.#playingMonotonicMs !== null &&
      video.running &&
      nowMonotonicMs - this.#playingMonotonicMs > WORKED_MS;
    this.#disconnect(video);
    if (audio !== null) {
      this.#disconnect(audio);
    }
    this.#attempts = worked ? 1 : this.#attempts + 1;
    this.#failingSinceUnixMs ??= Math.round(siteClock.nowUnixMs());
    const delayMs = this.#changesTransport(failure)
      ? 0
      : nextTryDelayMs({ code: failure.code, attempts: this.#attempts, worked, sessionTimeoutMs }, random());
    this.#nextTryMonotonicMs = nowMonotonicMs + delayMs;
    if (worked) {
      video.meter.reconnects += 1;
    }
    log('camera-failed', {
      ...failure,
      attempts: this.#attempts,
      nextTryMs: delayMs,
      transport: this.#transport,
    });
    this.#setState(this.#failedState(failure.code, failure.step, failure.statusCode, failure.detail));
  }

  /** A fault of ours with what a camera sent last must not keep it from being tried again, or take the others with it. */
  #disconnect(stream: MediaStream): void {
    try {
      stream.disconnected();
    } catch (error) {
      this.#tellFault(error);
    }
  }

  #tellFault(error: unknown): void {
    this.#options.log('fault', { error: describeFault(error) });
  }

  /** 461, or UDP through which nothing comes: the other transport is tried at once, and after it the configured one again. */
  #changesTransport(failure: SessionFailure): boolean {
    const unusable =
      failure.code === 'transport-refused' || (failure.code === 'no-media' && this.#transport === 'udp');
    if (!unusable) {
      return false;
    }
    this.#transport = this.#transport === 'tcp' ? 'udp' : 'tcp';
    this.#otherTransport = !this.#otherTransport;
    return this.#otherTransport;
  }

  #failedState(
    code: StreamFailureCode,
    step: SessionFailure['step'],
    statusCode: number | null,
    detail: string | null,
  ): StreamState {
    const { siteClock } = this.#options;
    const nowUnixMs = Math.round(siteClock.nowUnixMs());
    const waitMs = Math.max(
      0,
      (this.#nextTryMonotonicMs ?? siteClock.monotonicMs()) - siteClock.monotonicMs(),
    );
    return {
      state: 'failed',
      step,
      code,
      ...(statusCode === null ? {} : { statusCode }),
      // A camera's answer may repeat the address that it was asked for.
      ...(detail === null ? {} : { detail: redactCredentials(detail).slice(0, 300) }),
      sinceUnixMs: this.#failingSinceUnixMs ?? nowUnixMs,
      nextTryUnixMs: Math.round(nowUnixMs + waitMs),
      attempts: Math.max(1, this.#attempts),
    };
  }

  /** The picture goes on; what the sound says stays until it comes or the connection itself fails. */
  #leaveOutSound(state: StreamState): void {
    this.#soundLeftOut = state;
    this.#options.audio?.setState(state);
  }

  #setState(state: StreamState): void {
    this.#options.video.setState(state);
    if (this.#soundLeftOut === null || state.state === 'failed') {
      this.#options.audio?.setState(state);
    }
  }
}
