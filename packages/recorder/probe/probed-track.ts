/** What a probe measures on one media of the camera. */
import type { ProbedMedia } from '@matlang/link';
import { codecOfEncodingName, type DepacketizedUnit, DepacketizerRefusal } from '@matlang/media/depacketizer';
import type { RtspTrack } from '@matlang/media/rtsp';
import type { StreamFormat } from '@matlang/media/stream';
import { CameraClock } from '../clock/camera-clock.ts';
import type { SiteClock } from '../clock/site-clock.ts';
import { depacketizedDescription } from '../connection/media-choice.ts';
import { StreamMeter } from '../stream/stream-meter.ts';
import { TrackIntake } from '../stream/track-intake.ts';

/** Its session feeds `intake`; null where the media can't be depacketized. */
export class ProbedTrack {
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

/** Ready for the track's packets; one that can't be depacketized is measured without pictures. */
export function probedTrack(track: RtspTrack, siteClock: SiteClock): ProbedTrack {
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
