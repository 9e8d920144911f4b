/** Looks at a camera for some seconds and tells what it offers, as data. Records nothing. */
import type { ProbedMedia, ProbeReport, Transport } from '@matlang/link';
import { codecOfEncodingName, type DepacketizedUnit, DepacketizerRefusal } from '@matlang/media/depacketizer';
import { type RtspTrack, redactCredentials } from '@matlang/media/rtsp';
import type { StreamFormat } from '@matlang/media/stream';
import { CameraClock } from '../clock/camera-clock.ts';
import type { SiteClock } from '../clock/site-clock.ts';
import { chooseMedia, depacketizedDescription } from '../connection/media-choice.ts';
import type { ReadPacer } from '../connection/read-pacer.ts';
import { RtspSession } from '../connection/rtsp-session.ts';
import type { SessionFailure } from '../connection/session-failure.ts';
import { describeFault, type Log } from '../log.ts';
import { StreamMeter } from '../stream/stream-meter.ts';
import { TrackIntake } from '../stream/track-intake.ts';
import { findingsOf } from './probe-findings.ts';

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

/** What is measured on one media. */
class ProbedTrack {
  readonly track: RtspTrack;
  readonly meter = new StreamMeter();
  readonly cameraClock = new CameraClock();
  intake: TrackIntake | null = null;
  describedFormat = false;
  format: StreamFormat | null = null;
  units = 0;
  firstPtsTicks = 0;
  lastPtsTicks = 0;
  firstKeyFrameMonotonicMs: number | null = null;

  constructor(track: RtspTrack) {
    this.track = track;
  }

  onUnit(unit: DepacketizedUnit): void {
    this.format = unit.format;
    if (this.units === 0) {
      this.firstPtsTicks = unit.ptsTicks;
    }
    this.units += 1;
    this.lastPtsTicks = Math.max(this.lastPtsTicks, unit.ptsTicks);
    if (unit.sync) {
      this.firstKeyFrameMonotonicMs ??= unit.arrivalMonotonicMs;
    }
    const mediaMs = (unit.ptsTicks * 1000) / unit.format.timescale;
    this.meter.countUnit(mediaMs, unit.sync && unit.format.kind === 'video', unit.lostPackets > 0);
  }

  report(measuredMs: number): ProbedMedia {
    const { media } = this.track;
    const { format, meter } = this;
    const mediaSeconds = format === null ? 0 : (this.lastPtsTicks - this.firstPtsTicks) / format.timescale;
    const declaredTicks = format?.kind === 'video' ? format.declaredFrameTicks : null;
    return {
      kind: media.type === 'audio' ? 'audio' : 'video',
      encodingName: (media.encodingName ?? `payload type ${media.payloadType}`).slice(0, 80),
      codec: media.encodingName === null ? null : codecOfEncodingName(media.encodingName),
      codecString: format?.codecString ?? null,
      widthPixels: format?.kind === 'video' ? format.widthPixels : null,
      heightPixels: format?.kind === 'video' ? format.heightPixels : null,
      sampleRateHz: format?.kind === 'audio' ? format.sampleRateHz : null,
      framesPerSecond: mediaSeconds > 0 ? Math.round(((this.units - 1) / mediaSeconds) * 100) / 100 : null,
      declaredFramesPerSecond:
        declaredTicks === null || format === null
          ? media.declaredFramesPerSecond
          : Math.round((format.timescale / declaredTicks) * 100) / 100,
      bitsPerSecond: measuredMs > 0 ? Math.round((meter.receivedBytes * 8000) / measuredMs) : 0,
      gopMs: meter.gopMs,
      gopFrames: meter.gopFrames,
      reorderDepth: format?.kind === 'video' ? format.reorderDepth : null,
      jitterMs: Math.round(meter.jitterMs * 100) / 100,
      receivedPackets: meter.receivedPackets,
      lostPackets: meter.lostPackets,
    };
  }
}

/** One look. What goes wrong with the camera is in the report. @throws TypeError for a time that is not to be waited for */
export async function probeCamera(options: ProbeOptions): Promise<ProbeReport> {
  const { siteClock, measureMs } = options;
  if (!(measureMs > 0 && measureMs <= MAX_MEASURE_MS)) {
    throw new TypeError(`measureMs: ${measureMs}`);
  }
  const tracks = new Map<number, ProbedTrack>();
  const startMonotonicMs = siteClock.monotonicMs();
  let firstPacketMonotonicMs: number | null = null;
  let authentication: ProbeReport['authentication'] = null;
  let server: string | null = null;
  const failure = await new Promise<SessionFailure | null>((resolve) => {
    const session = new RtspSession(
      { ...options, userAgent: USER_AGENT, monotonicMs: () => siteClock.monotonicMs() },
      {
        onStep: () => {},
        onPlaying: () => {},
        onRedirect: () => tracks.clear(),
        onWarning: () => {},
        onIdle: () => {},
        onReadEnd: () => {
          for (const { intake } of tracks.values()) {
            intake?.detach();
          }
        },
        chooseMedia: (description) =>
          Object.values(chooseMedia(description, { video: true, audio: true })).filter(
            (index) => index !== null,
          ),
        onLeftOut: () => {},
        onTrack: (track) => tracks.set(track.mediaIndex, probedTrack(track, siteClock)),
        onRtp: (mediaIndex, bytes, arrivalMonotonicMs) => {
          firstPacketMonotonicMs ??= arrivalMonotonicMs;
          tracks.get(mediaIndex)?.intake?.pushRtp(bytes, arrivalMonotonicMs);
        },
        onRtcp: (mediaIndex, bytes, arrivalMonotonicMs) =>
          tracks.get(mediaIndex)?.intake?.pushRtcp(bytes, arrivalMonotonicMs),
        onFault: (error) => options.log('fault', { probe: true, error: describeFault(error) }),
        onFailure: (reason) => finish(reason),
      },
    );
    const timer = setInterval(() => {
      const nowMonotonicMs = siteClock.monotonicMs();
      session.tick(nowMonotonicMs);
      for (const { intake } of tracks.values()) {
        intake?.tick(nowMonotonicMs);
      }
      if (firstPacketMonotonicMs !== null && nowMonotonicMs - firstPacketMonotonicMs >= options.measureMs) {
        finish(null);
      } else if (nowMonotonicMs - startMonotonicMs >= options.measureMs + PATIENCE_MS) {
        finish({ step: session.step, code: 'no-media', statusCode: null, detail: null });
      }
    }, TICK_MS);
    const finish = (reason: SessionFailure | null): void => {
      clearInterval(timer);
      authentication = session.authentication ?? (firstPacketMonotonicMs === null ? null : 'none');
      server = session.server;
      session.stop();
      resolve(reason);
    };
    session.immediate = true;
    session.start();
  });
  const endMonotonicMs = siteClock.monotonicMs();
  return reportOf(options, failure, [...tracks.values()], {
    startMonotonicMs,
    firstPacketMonotonicMs,
    endMonotonicMs,
    authentication,
    server,
  });
}

function probedTrack(track: RtspTrack, siteClock: SiteClock): ProbedTrack {
  const probed = new ProbedTrack(track);
  try {
    probed.intake = new TrackIntake({
      media: depacketizedDescription(track.media),
      payloadType: track.media.payloadType,
      meter: probed.meter,
      onUnit: (unit) => probed.onUnit(unit),
      onCameraTime: (cameraUnixMs, arrivalMonotonicMs) =>
        probed.cameraClock.observe(cameraUnixMs, siteClock.atUnixMs(arrivalMonotonicMs)),
    });
    probed.format = probed.intake.describedFormat();
    probed.describedFormat = probed.format !== null;
  } catch (error) {
    if (!(error instanceof DepacketizerRefusal)) {
      throw error;
    }
  }
  return probed;
}

function reportOf(
  options: ProbeOptions,
  failure: SessionFailure | null,
  tracks: readonly ProbedTrack[],
  conversation: {
    startMonotonicMs: number;
    firstPacketMonotonicMs: number | null;
    endMonotonicMs: number;
    authentication: ProbeReport['authentication'];
    server: string | null;
  },
): ProbeReport {
  const { startMonotonicMs, firstPacketMonotonicMs, endMonotonicMs, authentication, server } = conversation;
  const measuredMs =
    firstPacketMonotonicMs === null ? 0 : Math.round(endMonotonicMs - firstPacketMonotonicMs);
  const video = tracks.find(({ track }) => track.media.type === 'video');
  const firstKeyFrameMonotonicMs = video?.firstKeyFrameMonotonicMs ?? null;
  const clock = video?.cameraClock.reading ?? null;
  const media = tracks.map((track) => track.report(measuredMs));
  return {
    failure:
      failure === null
        ? null
        : {
            step: failure.step,
            code: failure.code,
            ...(failure.statusCode === null ? {} : { statusCode: failure.statusCode }),
            // A camera's answer may repeat the address that it was asked for.
            ...(failure.detail === null ? {} : { detail: redactCredentials(failure.detail).slice(0, 300) }),
          },
    transport: failure === null ? options.transport : null,
    server,
    authentication,
    measuredMs,
    firstPacketMs:
      firstPacketMonotonicMs === null ? null : Math.round(firstPacketMonotonicMs - startMonotonicMs),
    firstKeyFrameMs:
      firstKeyFrameMonotonicMs === null ? null : Math.round(firstKeyFrameMonotonicMs - startMonotonicMs),
    cameraClockOffsetMs: clock === null ? null : Math.round(clock.offsetMs),
    media,
    findings: findingsOf({
      media,
      measuredMs,
      cameraClockOffsetMs: clock?.offsetMs ?? null,
      authentication,
      keyFrameSeen: firstKeyFrameMonotonicMs !== null,
      parameterSetsDescribed: video?.describedFormat ?? true,
      damagedUnits: video?.meter.damagedUnits ?? 0,
    }),
  };
}
