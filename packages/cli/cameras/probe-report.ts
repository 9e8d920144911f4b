/** What a camera offers, in plain words. */
import {
  type Bilingual,
  PROBE_FINDING_TEXTS,
  STREAM_FAILURE_TEXTS,
  STREAM_STEP_TEXTS,
} from '@matlang/contract';
import type { ProbedMedia, ProbeReport } from '@matlang/link';
import { decimal, megabits } from '../language/figures.ts';
import { filled, joined, verbatim } from '../language/say.ts';
import { CAMERA_TEXTS as TEXTS } from '../texts/camera-texts.ts';
import { clockWords, codecName } from './stream-words.ts';

/** What the recorder adds to them is a name, an address or a fault; to the others it adds the sentence again, in English. */
const CODES_WITH_DETAIL: ReadonlySet<NonNullable<ProbeReport['failure']>['code']> = new Set([
  'host-unknown',
  'redirect-refused',
  'codec-not-recorded',
  'description-invalid',
  'internal',
]);

const SIGN_IN_TEXTS = {
  none: TEXTS.signInNone,
  basic: TEXTS.signInBasic,
  'digest-md5': TEXTS.signInMd5,
  'digest-sha-256': TEXTS.signInSha,
} as const satisfies Readonly<Record<NonNullable<ProbeReport['authentication']>, Bilingual>>;

/** `H.264 (avc1.4d001f)`: the name for people, the string for whoever looks it up. */
const codecOf = ({ codec, codecString, encodingName }: ProbedMedia): string => {
  if (codec === null) return codecString ?? encodingName;
  return codecString === null ? codecName(codec) : `${codecName(codec)} (${codecString})`;
};

const mediaSentence = (media: ProbedMedia): Bilingual => {
  const facts: readonly (Bilingual | null)[] = [
    verbatim(codecOf(media)),
    media.widthPixels === null ? null : verbatim(`${media.widthPixels}x${media.heightPixels}`),
    media.sampleRateHz === null ? null : verbatim(`${media.sampleRateHz} Hz`),
    media.framesPerSecond === null
      ? null
      : filled(TEXTS.framesPerSecond, { figure: decimal(media.framesPerSecond, 1) }),
    megabits(media.bitsPerSecond),
    media.gopMs === null
      ? null
      : filled(TEXTS.keyFrames, {
          time: filled(TEXTS.seconds1, { figure: decimal(media.gopMs / 1000, 1) }),
          count: media.gopFrames ?? 0,
        }),
    media.lostPackets === 0
      ? null
      : filled(TEXTS.lost, { lost: media.lostPackets, all: media.receivedPackets + media.lostPackets }),
  ];
  const kind = media.kind === 'video' ? TEXTS.video : TEXTS.audio;
  const told = joined(
    facts.filter((fact) => fact !== null),
    ', ',
  );
  return { vi: `  ${kind.vi}: ${told.vi}`, en: `  ${kind.en}: ${told.en}` };
};

/** @returns lines, in both languages. */
export const describeProbe = (report: ProbeReport): Bilingual => {
  if (report.failure !== null) return describeFailure(report, report.failure);
  const offset = report.cameraClockOffsetMs;
  return joined(
    [
      filled(TEXTS.probeWorks, {
        transport: (report.transport ?? '').toUpperCase(),
        signIn: SIGN_IN_TEXTS[report.authentication ?? 'none'],
        server: report.server === null ? '' : `, ${report.server}`,
      }),
      ...report.media.map(mediaSentence),
      filled(TEXTS.clock, {
        offset:
          offset === null ? TEXTS.clockUntold : filled(TEXTS.clockOffset, { offset: clockWords(offset) }),
      }),
      report.findings.length === 0 ? TEXTS.nothingUnusual : TEXTS.worthKnowing,
      ...report.findings.map((finding) => joined([verbatim('  - '), PROBE_FINDING_TEXTS[finding]], '')),
    ],
    '\n',
  );
};

const describeFailure = (
  { server }: ProbeReport,
  failure: NonNullable<ProbeReport['failure']>,
): Bilingual => {
  const text = STREAM_FAILURE_TEXTS[failure.code];
  return joined(
    [
      filled(TEXTS.probeFailed, {
        step: STREAM_STEP_TEXTS[failure.step],
        what: text.what,
        status:
          failure.code !== 'rtsp-status' || failure.statusCode === undefined
            ? ''
            : filled(TEXTS.probeStatus, { status: failure.statusCode }),
      }),
      ...(failure.detail === undefined || !CODES_WITH_DETAIL.has(failure.code)
        ? []
        : [filled(TEXTS.probeDetail, { detail: failure.detail })]),
      ...(server === null ? [] : [filled(TEXTS.probeServer, { server })]),
      filled(TEXTS.probeTry, { tryThis: text.tryThis }),
    ],
    '\n',
  );
};
