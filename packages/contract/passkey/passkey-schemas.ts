/** Passkeys (WebAuthn level 3): what a browser is asked for, what it answers, and which ones somebody has. All bytes in base64url. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

const base64Url = (maxCharacters: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(maxCharacters);
/** 1,023 bytes (WebAuthn, 4). */
const credentialId = base64Url(1364);
/** Some hundred bytes in practice; attestation is not asked for. */
const shortBytes = base64Url(8192);
/** How an authenticator is reached (WebAuthn, 5.8.4). */
export const PASSKEY_TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const transports = z.array(z.enum(PASSKEY_TRANSPORTS)).max(8);
const descriptor = z.strictObject({ id: credentialId, type: z.literal('public-key'), transports });
const challenge = base64Url(100);

/** For `navigator.credentials.create`. */
export const passkeyCreationSchema = z.strictObject({
  challenge,
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});
/** As the schema says. */
export type PasskeyCreation = z.infer<typeof passkeyCreationSchema>;

/** What a passkey is to be shown for; `proof`: once more by who is signed in. */
export const passkeyWishSchema = z.strictObject({ for: z.enum(['sign-in', 'second-factor', 'proof']) });

/** For `navigator.credentials.get`. */
export const passkeyRequestSchema = z.strictObject({
  challenge,
  rpId: z.string(),
  timeout: z.int(),
  /** Empty: whichever the authenticator has for this site. */
  allowCredentials: z.array(descriptor),
  userVerification: z.enum(['required', 'discouraged']),
});
/** As the schema says. */
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>;

/** Of the browser's answer what counts. */
export const madePasskeySchema = z.strictObject({
  id: credentialId,
  clientDataJson: shortBytes,
  attestationObject: shortBytes,
  transports,
});
/** As the schema says. */
export type MadePasskey = z.infer<typeof madePasskeySchema>;

/** Of the browser's answer what counts. */
export const shownPasskeySchema = z.strictObject({
  id: credentialId,
  clientDataJson: shortBytes,
  authenticatorData: shortBytes,
  signature: shortBytes,
  /** Whose it is, as the authenticator keeps it; null: it did not say. */
  userHandle: base64Url(100).nullable(),
});
/** As the schema says. */
export type ShownPasskey = z.infer<typeof shownPasskeySchema>;

/** To sign in, or after the password. */
export const passkeySignInSchema = z.strictObject({ passkey: shownPasskeySchema });

/** One that was just made, and what its owner calls it. */
export const newPasskeySchema = z.strictObject({ name: z.string().max(1000), passkey: madePasskeySchema });

const passkeySchema = z.strictObject({
  id: z.uuidv7(),
  name: z.string(),
  /** The name of the site by which it works. */
  host: z.string(),
  createdAt: unixMsSchema,
  /** Null: not yet. */
  usedAt: unixMsSchema.nullable(),
});

/** One's own; `authenticator`: codes of an app are set up besides. */
export const passkeyListSchema = z.strictObject({
  passkeys: z.array(passkeySchema),
  authenticator: z.boolean(),
});
/** As the schema says. */
export type PasskeyListAnswer = z.infer<typeof passkeyListSchema>;

/** With recovery codes, shown once, where it is the first second factor; otherwise there are none. */
export const newPasskeyAnswerSchema = z.strictObject({
  passkey: passkeySchema,
  recoveryCodes: z.array(z.string()),
});

/** Which passkey. */
export const passkeyParamsSchema = z.strictObject({ id: z.uuidv7() });

/** Shown once more, by who is signed in: one of the three. */
export const proofSchema = z.union([
  z.strictObject({ password: z.string().max(1000) }),
  z.strictObject({ code: z.string().max(100) }),
  z.strictObject({ passkey: shownPasskeySchema }),
]);
/** As the schema says. */
export type Proof = z.infer<typeof proofSchema>;
/** Until when it counts. */
export const proofAnswerSchema = z.strictObject({ until: unixMsSchema });
