/** Why nothing was recorded: a closed list, shown to people and counted in reports. */
export const GAP_CAUSES = [
  'offline',
  'network',
  'credentials',
  'no-media',
  'no-key-frame',
  'codec',
  'disk-full',
  'disk-stall',
  'disk-error',
  'recorder-down',
  'power',
  'clock-step',
  'stopped',
  'retention',
] as const;
/** One of the causes; they are in journals on disk, so none may be renamed. */
export type GapCause = (typeof GAP_CAUSES)[number];
