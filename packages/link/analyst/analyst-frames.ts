/** The frames of the analyst's socket as types and, where they travel as JSON, as schemas. */
import { z } from 'zod';
import {
  type ChannelFragmentFrame,
  type ChannelInitFrame,
  channelNoticeSchemas,
  channelRequestSchemas,
  helloFrameSchema,
} from '../frame/frame-schemas.ts';
import { MAX_CREDIT_BYTES } from '../frame/frame-type.ts';

const unixMs = z.int().min(0);
/** Chosen by the asker, unique among its open questions. */
const id = z.int().min(0).max(0xffffffff);

/** Instants of one question. */
const MAX_STILL_INSTANTS = 16;
/** Of a picture; larger ones are made smaller. */
const MAX_STILL_WIDTH_PIXELS = 3840;

/** Everything that the server sends to the analyst, by its name in `type`. */
export const toAnalystFrameSchema = z.discriminatedUnion('type', [
  helloFrameSchema,
  /** Answered by `still` frames, in the order of the instants as far as there are pictures, and one `stills-end`. */
  z.strictObject({
    type: z.literal('stills'),
    id,
    cameraId: z.uuid(),
    kind: z.enum(['main', 'sub']),
    instants: z.array(unixMs).min(1).max(MAX_STILL_INSTANTS),
    /** The picture shown at the instant; otherwise the key frame that it depends on. */
    exact: z.boolean(),
    /** Null: as large as it was recorded. Never enlarged. */
    widthPixels: z.int().min(16).max(MAX_STILL_WIDTH_PIXELS).nullable(),
  }),
  /** Nobody waits for the answer any more; nothing more is said of it. */
  z.strictObject({ type: z.literal('stills-cancel'), id }),
  /** A live stream as H.264, with credit, skipping and states as the recorder's channels have them. */
  ...channelRequestSchemas,
  /** What was recorded of a span as H.264, sent as credit allows, then `ended`. The channel's number is the subscriber's choice. */
  z.strictObject({
    type: z.literal('replay'),
    channel: id,
    cameraId: z.uuid(),
    kind: z.enum(['main', 'sub']),
    fromUnixMs: unixMs,
    toUnixMs: unixMs,
    /** Nothing but the key frames, each lasting until the next. */
    keyFrames: z.boolean(),
    creditBytes: z.int().min(0).max(MAX_CREDIT_BYTES),
  }),
]);
/** See toAnalystFrameSchema. */
export type ToAnalystFrame = z.infer<typeof toAnalystFrameSchema>;

/** Why there is no picture. Closed: each becomes an error of the contract. */
const ANALYST_REFUSALS = [
  'busy',
  /** Neither the package nor a program that decodes is there. */
  'no-decoder',
  'nothing-recorded',
  /** The samples are damaged, or of a kind that the decoder does not know. */
  'undecodable',
  /** Too many pictures lie between the key frame and the exact one. */
  'too-far',
  'footage-gone',
  'volume-missing',
  'unreadable',
  /** A fault of ours: the analyst's log has the details. */
  'internal',
] as const;
/** One of ANALYST_REFUSALS. */
export type AnalystRefusal = (typeof ANALYST_REFUSALS)[number];

/** What only the analyst sends as JSON. */
export const fromAnalystJsonSchema = z.discriminatedUnion('type', [
  helloFrameSchema,
  /** The last of a question. With a refusal: of its first instant without a picture, where none had one. */
  z.strictObject({
    type: z.literal('stills-end'),
    id,
    refusal: z.enum(ANALYST_REFUSALS).nullable(),
    detail: z.string().max(1000),
  }),
  ...channelNoticeSchemas,
]);
/** See fromAnalystJsonSchema. */
export type FromAnalystJsonFrame = z.infer<typeof fromAnalystJsonSchema>;

/** One picture. */
export interface StillFrame {
  readonly type: 'still';
  readonly id: number;
  /** Of the asked instants. */
  readonly index: number;
  /** It will be the same whenever it is asked for: what it is made of is complete. */
  readonly final: boolean;
  /** Site time at which the picture came on. */
  readonly takenUnixMs: number;
  readonly jpeg: Uint8Array;
}

/** Everything that the analyst sends. */
export type FromAnalystFrame = FromAnalystJsonFrame | StillFrame | ChannelInitFrame | ChannelFragmentFrame;
