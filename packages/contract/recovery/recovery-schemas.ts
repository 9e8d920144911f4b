/** The recovery sheet: one code on paper, in the safe, by which an administrator gets in again who has lost everything else. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** Whether a sheet is good, and since when; the code itself is kept nowhere. */
export const recoverySheetSchema = z.strictObject({
  /** Null: there is none, or it was used. */
  sheet: z
    .strictObject({
      createdAt: unixMsSchema,
      /** A user name, or `local`: made on the site’s machine. */
      createdBy: z.string(),
    })
    .nullable(),
});
/** As the schema says. */
export type RecoverySheetAnswer = z.infer<typeof recoverySheetSchema>;

/** What is printed, shown once. */
export const newRecoverySheetSchema = z.strictObject({
  code: z.string(),
  siteName: z.string(),
  createdAt: unixMsSchema,
  createdBy: z.string(),
  /** For whose accounts it is good at the moment. */
  administrators: z.array(z.strictObject({ userName: z.string(), name: z.string() })),
});
/** As the schema says. */
export type NewRecoverySheetAnswer = z.infer<typeof newRecoverySheetSchema>;

/** By the sheet: whose account, and a new password for it. */
export const recoverySchema = z.strictObject({
  userName: z.string().max(1000),
  code: z.string().max(200),
  password: z.string().max(1000),
});
