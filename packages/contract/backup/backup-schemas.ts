/** Backups that the site makes by itself: what is set, and what came of it. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';
import { bilingualSchema } from '../text/bilingual.ts';
import { BACKUP_FAILURES } from './backup-texts.ts';

/** As of passwords: SP 800-63B-4. */
export const LEAST_PASSPHRASE_CHARACTERS = 15;
/** Whether the site makes them by itself. */
export const BACKUP_RHYTHMS = ['day', 'never'] as const;

/** What is set, but for the passphrase, which is never answered. */
export const backupSettingsSchema = z.strictObject({
  every: z.enum(BACKUP_RHYTHMS),
  /** Absolute, on the machine of the site; null: none. */
  directory: z.string().min(1).max(1024).nullable(),
});
/** As the schema says. */
export type BackupSettings = z.infer<typeof backupSettingsSchema>;

/** As the settings, with a passphrase where there is none yet or it is to be another one. */
export const backupChangeSchema = z.strictObject({
  ...backupSettingsSchema.shape,
  passphrase: z
    .exactOptional(z.string().min(LEAST_PASSPHRASE_CHARACTERS).max(1024))
    .meta({ description: 'left out: the one from before stays' }),
});
/** As the schema says. */
export type BackupChange = z.infer<typeof backupChangeSchema>;

/** In the order in which they come. */
export const BACKUP_PHASES = ['snapshot', 'writing', 'checking'] as const;
/** One of BACKUP_PHASES. */
export type BackupPhase = (typeof BACKUP_PHASES)[number];

/** Why somebody has to look: the last attempt failed, the newest good one is too old, there never was one. */
export const BACKUP_WARNINGS = ['failed', 'old', 'never'] as const;

/** What is set and what came of it. */
export const backupSchema = z.strictObject({
  settings: backupSettingsSchema,
  hasPassphrase: z.boolean(),
  /** Of the site's data and the backups: what takes one takes both. Null: not known. */
  sameDisk: z.boolean().nullable(),
  /** Newest of each of so many days, and of each of so many weeks. */
  keptDays: z.int(),
  keptWeeks: z.int(),
  /** The newest that was read back whole. */
  good: z.strictObject({ at: unixMsSchema, file: z.string(), sizeBytes: z.int() }).nullable(),
  /** Of the newest attempt; null: it went well, or there was none. */
  failure: z
    .strictObject({ at: unixMsSchema, code: z.enum(BACKUP_FAILURES), message: bilingualSchema })
    .nullable(),
  /** When the site makes the next one by itself; null: never. */
  next: unixMsSchema.nullable(),
  running: z
    .strictObject({
      phase: z.enum(BACKUP_PHASES),
      startedAt: unixMsSchema,
      doneBytes: z.int(),
      /** Null: not known yet. */
      totalBytes: z.int().nullable(),
    })
    .nullable(),
  warning: z.enum(BACKUP_WARNINGS).nullable(),
});
/** As the schema says. */
export type BackupAnswer = z.infer<typeof backupSchema>;
