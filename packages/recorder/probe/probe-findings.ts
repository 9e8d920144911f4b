/** What is unusual about a camera that was probed: a pure function of what was measured. */
import type { ProbedMedia, ProbeFinding, ProbeReport } from '@matlang/link';

/** A viewer who comes in waits for no longer than this elsewhere; seeking is as coarse as the GOP. */
const LONG_GOP_MS = 10_000;
const CLOCK_OFF_MS = 2_000;
/** Share of the measured frame rate by which the declared one may differ. */
const FRAME_RATE_TOLERANCE = 0.1;

/** What was measured. */
export interface ProbeFacts {
  readonly media: readonly ProbedMedia[];
  readonly measuredMs: number;
  readonly cameraClockOffsetMs: number | null;
  readonly authentication: ProbeReport['authentication'];
  readonly keyFrameSeen: boolean;
  readonly parameterSetsDescribed: boolean;
  readonly damagedUnits: number;
}

/** In the order in which they are listed in PROBE_FINDINGS. */
export function findingsOf(facts: ProbeFacts): ProbeFinding[] {
  const { media, measuredMs, cameraClockOffsetMs, keyFrameSeen } = facts;
  const video = media.find(({ kind }) => kind === 'video');
  const checks: readonly (readonly [ProbeFinding, boolean])[] = [
    [
      'long-gop',
      (video?.gopMs ?? 0) > LONG_GOP_MS ||
        (keyFrameSeen && video?.gopMs === null && measuredMs > LONG_GOP_MS),
    ],
    ['no-key-frame-seen', measuredMs > 0 && video?.codec != null && !keyFrameSeen],
    ['camera-clock-off', Math.abs(cameraClockOffsetMs ?? 0) > CLOCK_OFF_MS],
    ['no-sender-reports', measuredMs > 0 && cameraClockOffsetMs === null],
    ['browser-support-limited', video?.codec === 'h265'],
    ['packets-lost', media.some(({ lostPackets }) => lostPackets > 0)],
    ['damaged-pictures', facts.damagedUnits > 0],
    ['parameter-sets-missing-in-description', !facts.parameterSetsDescribed],
    ['codec-not-recorded', media.some(({ codec }) => codec === null)],
    ['declared-frame-rate-wrong', video !== undefined && frameRateDiffers(video)],
    ['basic-authentication', facts.authentication === 'basic'],
    ['no-authentication', facts.authentication === 'none'],
    ['has-sound', media.some(({ kind }) => kind === 'audio')],
  ];
  return checks.filter(([, holds]) => holds).map(([finding]) => finding);
}

function frameRateDiffers({ framesPerSecond, declaredFramesPerSecond }: ProbedMedia): boolean {
  return (
    framesPerSecond !== null &&
    declaredFramesPerSecond !== null &&
    Math.abs(framesPerSecond - declaredFramesPerSecond) > FRAME_RATE_TOLERANCE * framesPerSecond
  );
}
