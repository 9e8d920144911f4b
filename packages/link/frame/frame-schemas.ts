/** The frames of the recorder's socket as types and, where they travel as JSON, as schemas. */
import { z } from 'zod';
import {
  COMMAND_REFUSALS,
  commandOutcomeSchema,
  recorderCommandSchema,
} from '../command/recorder-command.ts';
import { streamKindSchema, streamStateSchema } from '../stream/stream-state.ts';
import { recorderStatisticsSchema } from '../stream/stream-statistics.ts';
import { MAX_CREDIT_BYTES } from './frame-type.ts';

const unixMs = z.int().min(0);
const cameraId = z.uuid();
/** Chosen by the subscriber, unique among its open channels. */
const channel = z.int().min(0).max(0xffffffff);
const creditBytes = z.int().min(0).max(MAX_CREDIT_BYTES);

/** Of two channels that both may send, the higher goes first: 0 thumbnails, 1 a wall's tile, 2 the enlarged picture. */
const priority = z.int().min(0).max(7);

/** The first frame of each side, on every socket between the processes. */
export const helloFrameSchema = z.strictObject({
  type: z.literal('hello'),
  protocolVersion: z.int().min(0),
  role: z.enum(['server', 'analyst', 'recorder', 'tool']),
  /** Of Mắt Làng, for the log. */
  productVersion: z.string().max(64),
});

/** What a subscriber says of channels, to the recorder and, for pictures coded anew, to the analyst. */
export const channelRequestSchemas = [
  z.strictObject({
    type: z.literal('subscribe'),
    channel,
    cameraId,
    kind: streamKindSchema,
    creditBytes,
    priority,
  }),
  z.strictObject({ type: z.literal('unsubscribe'), channel }),
  /** Adds to what the recorder may still send on the channel. */
  z.strictObject({ type: z.literal('credit'), channel, bytes: creditBytes }),
  z.strictObject({ type: z.literal('priority'), channel, priority }),
] as const;

/** Everything that a subscriber sends, by its name in `type`. */
export const toRecorderFrameSchema = z.discriminatedUnion('type', [
  helloFrameSchema,
  ...channelRequestSchemas,
  z.strictObject({ type: z.literal('command'), id: channel, command: recorderCommandSchema }),
]);
/** See toRecorderFrameSchema. */
export type ToRecorderFrame = z.infer<typeof toRecorderFrameSchema>;

/** Why a channel left out samples. */
export const SKIP_REASONS = [
  /** 1 s without credit. */
  'no-credit',
  /** The GOP so far is longer than the cache: what follows the init waits for the next sync sample. */
  'gop-too-long',
] as const;
/** One of SKIP_REASONS. */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What becomes of a channel, apart from its stream's state. */
export const CHANNEL_STATES = [
  /** Subscribed; the init follows as soon as the stream has a format. */
  'waiting',
  'playing',
  /** Nothing to decode until the next sync sample. */
  'waiting-for-key-frame',
  /** The run ended (reconnection, new parameter sets): another init follows. */
  'run-ended',
  /** No such camera or stream, or it is off: the channel is closed. */
  'unknown-stream',
  /** The configuration took the stream away: the channel is closed. */
  'removed',
  /** The connection has MAX_CHANNELS already, or the channel number is in use: the channel is closed. */
  'refused',
  /** Of the analyst: as many streams as it may are being coded anew; the channel is closed. */
  'transcode-busy',
  /** Of the analyst: nothing here decodes and encodes; the channel is closed. */
  'no-transcoder',
  /** Of the analyst: all of a recorded span was sent; the channel is closed. */
  'ended',
] as const;
/** One of CHANNEL_STATES. */
export type ChannelState = (typeof CHANNEL_STATES)[number];

/** The facts that go with an init segment. */
export const channelInitFactsSchema = z.strictObject({
  channel,
  cameraId,
  kind: streamKindSchema,
  codec: z.string().max(40),
  /** RFC 6381: for `MediaSource.isTypeSupported` and WebCodecs. */
  codecString: z.string().max(80),
  timescale: z.int().min(1),
  widthPixels: z.int().min(1).nullable(),
  heightPixels: z.int().min(1).nullable(),
  sampleRateHz: z.int().min(1).nullable(),
  channels: z.int().min(1).nullable(),
});
/** See channelInitFactsSchema. */
export type ChannelInitFacts = z.infer<typeof channelInitFactsSchema>;

/** What is said of channels as JSON, by the recorder and by the analyst. */
export const channelNoticeSchemas = [
  z.strictObject({ type: z.literal('skipped'), channel, reason: z.enum(SKIP_REASONS) }),
  z.strictObject({ type: z.literal('channel-state'), channel, state: z.enum(CHANNEL_STATES) }),
] as const;

/** What the recorder sends as JSON. */
export const fromRecorderJsonSchema = z.discriminatedUnion('type', [
  helloFrameSchema,
  z.strictObject({
    type: z.literal('stream-state'),
    cameraId,
    kind: streamKindSchema,
    state: streamStateSchema,
    sinceUnixMs: unixMs,
  }),
  z.strictObject({ type: z.literal('statistics'), statistics: recorderStatisticsSchema }),
  /** The archive has bytes to show up to here: readers clip to it. */
  z.strictObject({
    type: z.literal('appended'),
    cameraId,
    kind: streamKindSchema,
    volumeId: z.string().max(64),
    seq: z.int().min(0),
    wallStartUnixMs: unixMs,
    wallEndUnixMs: unixMs,
    fileSizeBytes: z.int().min(0),
  }),
  ...channelNoticeSchemas,
  z.strictObject({
    type: z.literal('command-result'),
    id: channel,
    result: z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), outcome: commandOutcomeSchema }),
      z.strictObject({
        ok: z.literal(false),
        refusal: z.enum(COMMAND_REFUSALS),
        detail: z.string().max(1000),
      }),
    ]),
  }),
  /** For the audit log and alarms: clock steps, signed heads, repairs. */
  z.strictObject({
    type: z.literal('archive-event'),
    atUnixMs: unixMs,
    kind: z.string().min(1).max(64),
    detail: z.record(z.string().max(64), z.json()),
  }),
]);
/** See fromRecorderJsonSchema. */
export type FromRecorderJsonFrame = z.infer<typeof fromRecorderJsonSchema>;

/** Another format begins on the channel. */
export interface ChannelInitFrame {
  readonly type: 'channel-init';
  readonly facts: ChannelInitFacts;
  /** ftyp + moov. */
  readonly init: Uint8Array;
}

/** One access unit for a channel. */
export interface ChannelFragmentFrame {
  readonly type: 'channel-fragment';
  readonly channel: number;
  /** Decoding may begin at its first sample. */
  readonly sync: boolean;
  /** From the GOP so far, sent to catch up: play it fast, don't count its delay. */
  readonly cached: boolean;
  /** A picture that may be left out when decoding began at the sync sample before it. */
  readonly leading: boolean;
  /** Site time of its first sample in decoding order. */
  readonly wallStartUnixMs: number;
  /** moof + mdat of one access unit. Of this length credit is taken. */
  readonly bytes: Uint8Array;
}

/** Everything that the recorder sends. */
export type FromRecorderFrame = FromRecorderJsonFrame | ChannelInitFrame | ChannelFragmentFrame;
