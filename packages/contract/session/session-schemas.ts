/** Who is signed in, where, and what they may do. */
import { PERMISSIONS } from '@matlang/domain';
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

const shortText = z.string().max(1000);
/** As typed; what it must be is found out later. */
const secret = z.string().max(1000);

/** The answer to “who am I here”. */
export const sessionSchema = z.strictObject({
  /**
   * `open`: nobody has an account yet, and whoever sits at this machine may do everything. `signed-out`. `second-factor`: the password was
   * right, a code is awaited. `signed-in`. `kiosk`: a shared screen, and nobody in person.
   */
  state: z.enum(['open', 'signed-out', 'second-factor', 'signed-in', 'kiosk']),
  siteName: z.string(),
  person: z.strictObject({ id: z.uuidv7(), userName: z.string(), name: z.string() }).nullable(),
  /** Of the person, for some camera at least. */
  permissions: z.array(z.enum(PERMISSIONS)),
  /** `to-set-up`: a role gives more once there is one. */
  secondFactor: z.enum(['none', 'shown', 'to-set-up']),
  /**
   * `offered`: one can be shown here, and made. `none`: whoever signs in here has none. Not offered, because this page was opened
   * `needs-https`: in clear from another machine; `needs-name`: by an address in numbers.
   */
  passkeys: z.enum(['offered', 'none', 'needs-https', 'needs-name']),
});
/** As the schema says. */
export type SessionAnswer = z.infer<typeof sessionSchema>;

/** User name and password, as typed. */
export const signInSchema = z.strictObject({ userName: shortText, password: secret });
/** A code of the authenticator app, or one of the recovery codes. */
export const codeSchema = z.strictObject({ code: z.string().max(100) });
/** The first administrator of a site. */
export const setUpSchema = z.strictObject({
  /** Stands in the terminal; left out by a command of the data folder's owner. */
  code: z.exactOptional(z.string().max(100)),
  userName: shortText,
  name: shortText,
  password: secret,
});
/** Of one's own account. */
export const passwordChangeSchema = z.strictObject({ current: secret, password: secret });
/** By an invitation. */
export const invitationAcceptanceSchema = z.strictObject({
  invitation: z.string().max(200),
  password: secret,
});

/** To be typed into an authenticator app, or read by it from a QR code. */
export const proposedFactorSchema = z.strictObject({ secret: z.string(), uri: z.string() });
/** Each good once, shown once. */
export const recoveryCodesSchema = z.strictObject({ recoveryCodes: z.array(z.string()) });

/** Everywhere that one is signed in. */
export const sessionListSchema = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.uuidv7(),
      /** This browser. */
      own: z.boolean(),
      device: z.string(),
      address: z.string().nullable(),
      createdAt: unixMsSchema,
      seenAt: unixMsSchema,
      factors: z.string(),
    }),
  ),
});
/** As the schema says. */
export type SessionListAnswer = z.infer<typeof sessionListSchema>;

/** Which session. */
export const sessionParamsSchema = z.strictObject({ id: z.uuidv7() });
/** How many sessions ended. */
export const endedSessionsSchema = z.strictObject({ ended: z.int() });
