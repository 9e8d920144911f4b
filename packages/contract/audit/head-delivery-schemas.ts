/** Signed heads of the log that the site sends elsewhere by itself each day, and what became of them. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** Null: not sent there. */
export const headDeliverySettingsSchema = z.strictObject({
  /** A folder that is there: a stick, a share of another machine. */
  folder: z.string().min(1).max(1024).nullable(),
  /** `https://` or `http://`: a head is no secret, and carries its own proof. */
  webhook: z.string().min(1).max(2048).nullable(),
});
/** As the schema says. */
export type HeadDeliverySettings = z.infer<typeof headDeliverySettingsSchema>;

/** Where heads are sent to. */
export const HEAD_TARGETS = ['folder', 'webhook'] as const;
/** One of HEAD_TARGETS. */
export type HeadTarget = (typeof HEAD_TARGETS)[number];

/**
 * Why a head did not arrive: `no-head`, nothing could be signed; `folder-missing`; `folder-not-writable`; `disk-full`; `not-reached`, no answer of
 * that address; `refused`, an answer that is none of success; `too-slow`; `failed`, anything else.
 */
export const HEAD_FAILURES = [
  'no-head',
  'folder-missing',
  'folder-not-writable',
  'disk-full',
  'not-reached',
  'refused',
  'too-slow',
  'failed',
] as const;
/** One of HEAD_FAILURES. */
export type HeadFailure = (typeof HEAD_FAILURES)[number];

/** Of one target. */
export const headDeliveryStateSchema = z.strictObject({
  /** The newest that arrived; null: none did. */
  sentAt: unixMsSchema.nullable(),
  /** How many entries it is of. */
  seq: z.int().nullable(),
  /** Since when it fails; null: it does not. */
  failingSince: unixMsSchema.nullable(),
  failure: z.enum(HEAD_FAILURES).nullable(),
});
/** As the schema says. */
export type HeadDeliveryState = z.infer<typeof headDeliveryStateSchema>;

/** What is set, and what became of it. */
export const headDeliverySchema = z.strictObject({
  settings: headDeliverySettingsSchema,
  folder: headDeliveryStateSchema,
  webhook: headDeliveryStateSchema,
  /** When the next are sent. */
  nextAt: unixMsSchema,
});
/** As the schema says. */
export type HeadDeliveryAnswer = z.infer<typeof headDeliverySchema>;
