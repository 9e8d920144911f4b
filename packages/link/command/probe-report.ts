/** What a few seconds with a camera showed: for `matlang camera probe` and for the page on which a camera is added. */
import { z } from 'zod';
import { STREAM_FAILURE_CODES, STREAM_STEPS } from '../stream/stream-state.ts';

const count = z.int().min(0);

/** What is worth telling about a camera that works. Closed: each has a sentence in contract. */
export const PROBE_FINDINGS = [
  /** Key frames come so rarely that seeking and first pictures suffer: "smart" codec. */
  'long-gop',
  'no-key-frame-seen',
  /** Differs from the site's clock by more than 2 s. */
  'camera-clock-off',
  'no-sender-reports',
  /** H.265: most browsers can't play it without help. */
  'browser-support-limited',
  'packets-lost',
  'damaged-pictures',
  'parameter-sets-missing-in-description',
  /** The description's codec is not recorded. */
  'codec-not-recorded',
  'declared-frame-rate-wrong',
  /** The password crosses the network readable. */
  'basic-authentication',
  /** Anybody on the network can look. */
  'no-authentication',
  'has-sound',
] as const;
/** One of PROBE_FINDINGS. */
export type ProbeFinding = (typeof PROBE_FINDINGS)[number];

/** One media as described and as measured. */
export const probedMediaSchema = z.strictObject({
  kind: z.enum(['video', 'audio']),
  /** As the description names it. */
  encodingName: z.string().max(80),
  /** Null where it is not one that is recorded. */
  codec: z.string().max(40).nullable(),
  codecString: z.string().max(80).nullable(),
  widthPixels: count.nullable(),
  heightPixels: count.nullable(),
  sampleRateHz: count.nullable(),
  framesPerSecond: z.number().min(0).nullable(),
  declaredFramesPerSecond: z.number().min(0).nullable(),
  bitsPerSecond: count,
  gopMs: count.nullable(),
  gopFrames: count.nullable(),
  /** Null where no picture held all others back: no B pictures known. */
  reorderDepth: count.nullable(),
  jitterMs: z.number().min(0),
  receivedPackets: count,
  lostPackets: count,
});
/** See probedMediaSchema. */
export type ProbedMedia = z.infer<typeof probedMediaSchema>;

/** What a probe found out; what failed is in it too. */
export const probeReportSchema = z.strictObject({
  /** Null when everything worked. */
  failure: z
    .strictObject({
      step: z.enum(STREAM_STEPS),
      code: z.enum(STREAM_FAILURE_CODES),
      statusCode: z.exactOptional(z.int().min(100).max(999)),
      detail: z.exactOptional(z.string().max(300)),
    })
    .nullable(),
  transport: z.enum(['tcp', 'udp']).nullable(),
  /** The camera's `Server` header. */
  server: z.string().max(200).nullable(),
  authentication: z.enum(['none', 'basic', 'digest-md5', 'digest-sha-256']).nullable(),
  measuredMs: count,
  /** From the first request to the first packet, and to the first key frame. */
  firstPacketMs: count.nullable(),
  firstKeyFrameMs: count.nullable(),
  /** Camera clock minus site clock; null without sender reports. */
  cameraClockOffsetMs: z.number().nullable(),
  media: z.array(probedMediaSchema).max(8),
  findings: z.array(z.enum(PROBE_FINDINGS)).max(PROBE_FINDINGS.length),
});
/** See probeReportSchema. */
export type ProbeReport = z.infer<typeof probeReportSchema>;
