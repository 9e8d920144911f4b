/** Looks at a camera for some seconds and tells what it offers, as data. Records nothing. */
import type { ProbeReport, Transport } from '@matlang/link';
import { redactCredentials } from '@matlang/media/rtsp';
import type { SiteClock } from '../clock/site-clock.ts';
import { chooseMedia } from '../connection/media-choice.ts';
import type { ReadPacer } from '../connection/read-pacer.ts';
import { RtspSession } from '../connection/rtsp-session.ts';
import type { SessionFailure } from '../connection/session-failure.ts';
import { describeFault, type Log } from '../log.ts';
import { findingsOf } from './probe-findings.ts';
import { type ProbedTrack, probedTrack } from './probed-track.ts';

/** Whom to look at, and for how long. */
export interface ProbeOptions {
  /** Without credentials. */
  readonly url: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly transport: Transport;
  /** From the first packet. */
  readonly measureMs: number;
  readonly siteClock: SiteClock;
  /** The recorder's own: a second one would not keep it from sleeping, which would be measured as the camera's jitter. */
  readonly pacer: ReadPacer;
  /** For faults of ours. */
  readonly log: Log;
}

/** A GOP of a minute is seen whole. */
const MAX_MEASURE_MS = 60_000;
const TICK_MS = 100;
/** Beyond `measureMs`: connecting, authenticating and waiting for the first packet. */
const PATIENCE_MS = 20_000;
const USER_AGENT = 'MatLang/0.1 (probe)';
const MAX_DETAIL_CHARACTERS = 300;

/** One look. What goes wrong with the camera is in the report. @throws TypeError for a time that is not to be waited for */
export async function probeCamera(options: ProbeOptions): Promise<ProbeReport> {
  const { measureMs } = options;
  if (!(measureMs > 0 && measureMs <= MAX_MEASURE_MS)) {
    throw new TypeError(`measureMs: ${measureMs}`);
  }
  const run = new ProbeRun(options);
  return run.report(await run.end());
}

/** One conversation with the camera: `end` once, then `report`. */
class ProbeRun {
  readonly #options: ProbeOptions;
  readonly #session: RtspSession;
  readonly #tracks = new Map<number, ProbedTrack>();
  readonly #startMonotonicMs: number;
  readonly #ended = Promise.withResolvers<SessionFailure | null>();
  #timer: NodeJS.Timeout | null = null;
  #firstPacketMonotonicMs: number | null = null;
  #endMonotonicMs: number | null = null;
  #authentication: ProbeReport['authentication'] = null;
  #server: string | null = null;

  constructor(options: ProbeOptions) {
    const { siteClock } = options;
    this.#options = options;
    this.#startMonotonicMs = siteClock.monotonicMs();
    this.#session = new RtspSession(
      { ...options, userAgent: USER_AGENT, monotonicMs: () => siteClock.monotonicMs() },
      {
        onStep: () => {},
        onPlaying: () => {},
        onRedirect: () => this.#tracks.clear(),
        onWarning: () => {},
        onIdle: () => {},
        onReadEnd: () => {
          for (const { intake } of this.#tracks.values()) intake?.detach();
        },
        chooseMedia: (description) =>
          Object.values(chooseMedia(description, { video: true, audio: true })).filter(
            (index) => index !== null,
          ),
        onLeftOut: () => {},
        onTrack: (track) => this.#tracks.set(track.mediaIndex, probedTrack(track, siteClock)),
        onRtp: (mediaIndex, bytes, arrivalMonotonicMs) => {
          this.#firstPacketMonotonicMs ??= arrivalMonotonicMs;
          this.#tracks.get(mediaIndex)?.intake?.pushRtp(bytes, arrivalMonotonicMs);
        },
        onRtcp: (mediaIndex, bytes, arrivalMonotonicMs) =>
          this.#tracks.get(mediaIndex)?.intake?.pushRtcp(bytes, arrivalMonotonicMs),
        onFault: (error) => options.log('fault', { probe: true, error: describeFault(error) }),
        onFailure: (failure) => this.#finish(failure),
      },
    );
  }

  /** Talks to the camera until all is measured, or something fails: that is what it answers. */
  end(): Promise<SessionFailure | null> {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#session.immediate = true;
    this.#session.start();
    return this.#ended.promise;
  }

  #tick(): void {
    const { siteClock, measureMs } = this.#options;
    const nowMonotonicMs = siteClock.monotonicMs();
    this.#session.tick(nowMonotonicMs);
    for (const { intake } of this.#tracks.values()) intake?.tick(nowMonotonicMs);
    const first = this.#firstPacketMonotonicMs;
    if (first !== null && nowMonotonicMs - first >= measureMs) {
      this.#finish(null);
    } else if (nowMonotonicMs - this.#startMonotonicMs >= measureMs + PATIENCE_MS) {
      this.#finish({ step: this.#session.step, code: 'no-media', statusCode: null, detail: null });
    }
  }

  /** What the session knows is asked before it is stopped; only the first end counts. */
  #finish(failure: SessionFailure | null): void {
    if (this.#endMonotonicMs !== null) return;
    this.#endMonotonicMs = this.#options.siteClock.monotonicMs();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#authentication =
      this.#session.authentication ?? (this.#firstPacketMonotonicMs === null ? null : 'none');
    this.#server = this.#session.server;
    this.#session.stop();
    this.#ended.resolve(failure);
  }

  report(failure: SessionFailure | null): ProbeReport {
    const tracks = [...this.#tracks.values()];
    const video = tracks.find(({ track }) => track.media.type === 'video');
    const firstKeyFrameMs = this.#sinceStart(video?.firstKeyFrameMonotonicMs ?? null);
    const clock = video?.cameraClock.reading ?? null;
    const measuredMs = this.#measuredMs();
    const media = tracks.map((track) => track.report(measuredMs));
    const authentication = this.#authentication;
    return {
      failure: failure === null ? null : reported(failure),
      transport: failure === null ? this.#options.transport : null,
      server: this.#server,
      authentication,
      measuredMs,
      firstPacketMs: this.#sinceStart(this.#firstPacketMonotonicMs),
      firstKeyFrameMs,
      cameraClockOffsetMs: clock === null ? null : Math.round(clock.offsetMs),
      media,
      findings: findingsOf({
        media,
        measuredMs,
        cameraClockOffsetMs: clock?.offsetMs ?? null,
        authentication,
        keyFrameSeen: firstKeyFrameMs !== null,
        parameterSetsDescribed: video?.describedFormat ?? true,
        damagedUnits: video?.meter.damagedUnits ?? 0,
      }),
    };
  }

  /** From the first packet to the end; 0 where none came. */
  #measuredMs(): number {
    const first = this.#firstPacketMonotonicMs;
    return first === null ? 0 : Math.round((this.#endMonotonicMs ?? first) - first);
  }

  #sinceStart(monotonicMs: number | null): number | null {
    return monotonicMs === null ? null : Math.round(monotonicMs - this.#startMonotonicMs);
  }
}

function reported({ step, code, statusCode, detail }: SessionFailure): NonNullable<ProbeReport['failure']> {
  return {
    step,
    code,
    ...(statusCode === null ? {} : { statusCode }),
    // A camera's answer may repeat the address that it was asked for.
    ...(detail === null ? {} : { detail: redactCredentials(detail).slice(0, MAX_DETAIL_CHARACTERS) }),
  };
}
