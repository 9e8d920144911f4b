/** What the site is called, and how the machine that it runs on is fit for it. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';

/** Longest area, in UTF-16 units. */
export const MAX_AREA_CHARACTERS = 200;

/** As papers and pages say it. */
export const siteSettingsSchema = z.strictObject({
  name: z.string(),
  /** Which villages or streets, in words; empty: not said. */
  area: z.string(),
});
/** See siteSettingsSchema. */
export type SiteSettings = z.infer<typeof siteSettingsSchema>;

/**
 * `synchronized`: by a server of time; `waiting`: asked for, none has answered yet; `off`: nobody asks one; `unknown`: the machine does not say.
 */
export const TIME_SYNCS = ['synchronized', 'waiting', 'off', 'unknown'] as const;

/** What only the machine itself knows. */
export const machineSchema = z.strictObject({
  /** By the machine's clock. */
  now: unixMsSchema,
  timeSync: z.enum(TIME_SYNCS),
  /** Of the disk with the data folder: people, settings, log, keys. */
  dataFreeBytes: z.int().min(0),
  version: z.string(),
  node: z.string(),
});
/** See machineSchema. */
export type MachineAnswer = z.infer<typeof machineSchema>;
/** See TIME_SYNCS. */
export type TimeSync = MachineAnswer['timeSync'];
