/** Looking at a camera before it is added. */
import { TRANSPORTS } from '@matlang/domain';
import { z } from 'zod';
import { STREAM_FAILURE_CODES, STREAM_STEPS } from '../stream/stream-words.ts';
import { bilingualSchema } from '../text/bilingual.ts';
import { PROBE_FINDINGS } from './finding-texts.ts';

const text = z.string().max(4096);

/** A camera to be tried: nothing of it is kept. It takes `measureMs` and the time to connect. */
export const probeRequestSchema = z.strictObject({
  url: text,
  username: z.exactOptional(text),
  password: z.exactOptional(text.meta({ writeOnly: true })),
  transport: z.enum(TRANSPORTS).default('tcp'),
  measureMs: z.int().min(500).max(30_000).default(5000),
});

/** What the camera did. Nulls: not seen, or not told. With a `failure`, what was found out before it stands too. */
export const probeAnswerSchema = z.strictObject({
  failure: z
    .strictObject({
      step: z.enum(STREAM_STEPS),
      code: z.enum(STREAM_FAILURE_CODES),
      statusCode: z.int().nullable(),
      detail: z.string().nullable(),
      message: bilingualSchema,
      tryThis: bilingualSchema,
    })
    .nullable(),
  transport: z.enum(TRANSPORTS).nullable(),
  server: z.string().nullable(),
  authentication: z.enum(['none', 'basic', 'digest-md5', 'digest-sha-256']).nullable(),
  measuredMs: z.int(),
  firstPacketMs: z.int().nullable(),
  firstKeyFrameMs: z.int().nullable(),
  cameraClockOffsetMs: z.number().nullable(),
  media: z.array(
    z.strictObject({
      kind: z.enum(['video', 'audio']),
      encodingName: z.string(),
      codec: z.string().nullable(),
      codecString: z.string().nullable(),
      widthPixels: z.int().nullable(),
      heightPixels: z.int().nullable(),
      sampleRateHz: z.int().nullable(),
      framesPerSecond: z.number().nullable(),
      declaredFramesPerSecond: z.number().nullable(),
      bitsPerSecond: z.int(),
      gopMs: z.int().nullable(),
      gopFrames: z.int().nullable(),
      reorderDepth: z.int().nullable(),
      jitterMs: z.number(),
      receivedPackets: z.int(),
      lostPackets: z.int(),
    }),
  ),
  findings: z.array(z.strictObject({ code: z.enum(PROBE_FINDINGS), message: bilingualSchema })),
});
/** See probeAnswerSchema. */
export type ProbeAnswer = z.infer<typeof probeAnswerSchema>;
