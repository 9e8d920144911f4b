/**
 * What a page and the server say to each other over the one WebSocket of live pictures: JSON for everything that is not
 * pictures, bytes (live-bytes.ts) for init segments and fragments. The server relays the recorder's channels; credit goes
 * through from the player to the recorder, so that whoever reads slowly makes nobody hold memory.
 */

import type { Permission } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { unixMsSchema } from '../instant/instant.ts';
import type { KioskUse, RouteSubject } from '../permission/route-permission.ts';
import { STREAM_FAILURE_CODES, STREAM_KINDS, STREAM_STATES, STREAM_STEPS } from '../stream/stream-words.ts';

/** Where the WebSocket is opened, and what its user must be allowed to do. */
export const LIVE_SOCKET = {
  path: '/api/v1/live',
  permission: 'live.view',
  subject: 'seen',
  kiosk: 'live',
} as const satisfies {
  readonly path: string;
  readonly permission: Permission;
  readonly subject: RouteSubject;
  readonly kiosk: KioskUse;
};

/** A page of another version loads itself anew. */
export const LIVE_VERSION = 1;
/** Of one page: sixteen tiles with sound, and the enlarged picture with room to change it. */
export const MAX_LIVE_CHANNELS = 64;
/** Of one channel, in bytes: the whole GOP of 4 MiB that the recorder keeps, and as much again. */
export const MAX_LIVE_CREDIT_BYTES = 8 * 1024 * 1024;
/** Longest message of a page. */
export const MAX_LIVE_MESSAGE_BYTES = 4096;

/** Chosen by the page, unique among its open channels. */
const channel = z.int().min(0).max(0xffff);
const creditBytes = z.int().min(0).max(MAX_LIVE_CREDIT_BYTES);
/** Of two channels that both may send, the higher goes first: 0 thumbnails, 1 a wall's tile, 2 the enlarged picture. */
const priority = z.int().min(0).max(7);
const stream = z.enum(STREAM_KINDS);

/** Everything that a page sends. */
export const liveRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    channel,
    cameraId: cameraIdSchema,
    stream,
    creditBytes,
    priority,
    /** The browser can't play what the camera sends: coded anew, at most 360 lines of a main stream. */
    codec: z.exactOptional(z.literal('h264')),
  }),
  z.strictObject({ type: z.literal('close'), channel }),
  /** Adds to what may still be sent on the channel: what the player has taken. */
  z.strictObject({ type: z.literal('credit'), channel, bytes: creditBytes }),
  z.strictObject({ type: z.literal('priority'), channel, priority }),
]);
/** See liveRequestSchema. */
export type LiveRequest = z.infer<typeof liveRequestSchema>;

/** What becomes of a channel, apart from its stream's state. */
export const LIVE_CHANNEL_STATES = [
  /** The init follows as soon as the stream has a format. */
  'waiting',
  'playing',
  /** Nothing to decode until the next key frame. */
  'waiting-for-key-frame',
  /** The run ended (reconnection, new parameter sets): another init follows. */
  'run-ended',
  /** The recorder is away: the channel goes on by itself when it is back. */
  'recorder-away',
  /** The same of the analyst, for a channel that is coded anew. */
  'analyst-away',
  /** No such camera or stream, or it is off; the channel is closed. */
  'unknown-stream',
  /** The stream was taken away or changed; the channel is closed, open it anew. */
  'removed',
  /** Too many channels; this one is closed. */
  'refused',
  /** As many streams as the site may are coded anew; the channel is closed. */
  'transcode-busy',
  /** Nothing at the site decodes and encodes; the channel is closed. */
  'no-transcoder',
] as const;
/** One of LIVE_CHANNEL_STATES. */
export type LiveChannelState = (typeof LIVE_CHANNEL_STATES)[number];

/** Why a channel left out pictures. */
export const LIVE_SKIP_REASONS = ['no-credit', 'gop-too-long'] as const;
/** One of LIVE_SKIP_REASONS. */
export type LiveSkipReason = (typeof LIVE_SKIP_REASONS)[number];

/** Everything that the server sends as JSON. */
export const liveNoticeSchema = z.discriminatedUnion('type', [
  /** The first of all. */
  z.strictObject({ type: z.literal('hello'), version: z.int(), siteTime: unixMsSchema }),
  /** Every few seconds: pictures carry site time, and the age of one is reckoned by it. */
  z.strictObject({ type: z.literal('time'), siteTime: unixMsSchema }),
  z.strictObject({ type: z.literal('recorder'), connected: z.boolean(), since: unixMsSchema }),
  /** All at the start, then each change. */
  z.strictObject({
    type: z.literal('stream'),
    cameraId: cameraIdSchema,
    stream,
    state: z.enum(STREAM_STATES),
    since: unixMsSchema,
    failure: z
      .strictObject({
        step: z.enum(STREAM_STEPS),
        code: z.enum(STREAM_FAILURE_CODES),
        since: unixMsSchema,
        nextTryAt: unixMsSchema,
      })
      .nullable(),
  }),
  z.strictObject({ type: z.literal('channel'), channel, state: z.enum(LIVE_CHANNEL_STATES) }),
  z.strictObject({ type: z.literal('skipped'), channel, reason: z.enum(LIVE_SKIP_REASONS) }),
]);
/** See liveNoticeSchema. */
export type LiveNotice = z.infer<typeof liveNoticeSchema>;
