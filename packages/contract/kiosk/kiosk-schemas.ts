/** Screens that many look at: what an administrator makes and sees of them, what the screen itself asks, and people's PINs. */
import { MAX_GRANT_CAMERAS, PURPOSE_KINDS } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { unixMsSchema } from '../instant/instant.ts';

const text = z.string().max(1000);
const words = z.string().max(8192);

/**
 * `waiting`: for its code to be typed on the screen. `code-over`: it was not, in time. `paired`: a browser shows live pictures as this
 * screen. `revoked`: none does any more, nor ever will.
 */
const KIOSK_STATES = ['waiting', 'code-over', 'paired', 'revoked'] as const;

/** A screen as a list shows it. */
export const kioskSchema = z.strictObject({
  id: z.uuidv7(),
  name: z.string(),
  /** Null: the whole site. */
  cameras: z.array(cameraIdSchema).nullable(),
  state: z.enum(KIOSK_STATES),
  createdBy: z.string(),
  createdAt: unixMsSchema,
  codeEndsAt: unixMsSchema,
  pairedAt: unixMsSchema.nullable(),
  /** Within a minute. */
  seenAt: unixMsSchema.nullable(),
  /** From where it was last seen. */
  address: z.string().nullable(),
  revokedAt: unixMsSchema.nullable(),
  /** Until then it takes no PIN, because too many were wrong; null: it does. */
  pinsWaitUntil: unixMsSchema.nullable(),
  /** Who looks at recordings there now. */
  unlockedBy: z.string().nullable(),
});
/** As the schema says. */
export type KioskAnswer = z.infer<typeof kioskSchema>;
/** Newest first. */
export const kioskListSchema = z.strictObject({ kiosks: z.array(kioskSchema) });
/** The code is shown once. */
export const newKioskAnswerSchema = z.strictObject({ kiosk: kioskSchema, code: z.string() });
/** As the schema says. */
export type NewKioskAnswer = z.infer<typeof newKioskAnswerSchema>;

/** A screen to be made. */
export const newKioskSchema = z.strictObject({
  name: text,
  cameras: z.array(cameraIdSchema).min(1).max(MAX_GRANT_CAMERAS).nullable().default(null),
});
/** Which screen. */
export const kioskParamsSchema = z.strictObject({ id: z.uuidv7() });
/** As typed on the screen that is to become one. */
export const kioskPairingSchema = z.strictObject({ code: z.string().max(100) });

/** What the screen shows, as it asks itself. */
export const ownKioskSchema = z.strictObject({
  name: z.string(),
  cameras: z.array(
    z.strictObject({
      id: cameraIdSchema,
      name: z.string(),
      hasSub: z.boolean(),
      live: z.strictObject({ main: z.boolean(), sub: z.boolean() }),
    }),
  ),
  /** How far back recordings are shown, in ms. */
  windowMs: z.int(),
  /** Who may open recordings here now: they have a PIN, and a role that gives it. */
  people: z.array(z.strictObject({ id: z.uuidv7(), name: z.string() })),
  /** Null: live only. */
  unlocked: z
    .strictObject({
      person: z.string(),
      /** In words, as it stands in the log. */
      purpose: z.string(),
      purposeId: z.uuidv7(),
      cameras: z.array(cameraIdSchema),
      /** In ms from now: without a press until then it is over. */
      idleMs: z.int(),
      /** In ms from now: then it is over in any case. */
      leftMs: z.int(),
    })
    .nullable(),
});
/** As the schema says. */
export type OwnKioskAnswer = z.infer<typeof ownKioskSchema>;

/** Who opens recordings, and for what; laws of purposes are domain's. */
export const kioskUnlockSchema = z.strictObject({
  personId: z.uuidv7(),
  pin: z.string().max(100).meta({ writeOnly: true }),
  kind: z.enum(PURPOSE_KINDS),
  number: words.default('').meta({ description: 'of an incident' }),
  text: words.default('').meta({ description: 'the reason, with `other`; may be left out otherwise' }),
});

/** Of one's own PIN; it is shown nowhere. */
export const pinStateSchema = z.strictObject({
  changedAt: unixMsSchema.nullable().meta({ description: 'null: there is none' }),
  /** Too many wrong ones were typed: it opens nothing until it is set anew. */
  locked: z.boolean(),
});
/** As the schema says. */
export type PinStateAnswer = z.infer<typeof pinStateSchema>;
/** One to be set. */
export const newPinSchema = z.strictObject({ pin: z.string().max(100).meta({ writeOnly: true }) });
