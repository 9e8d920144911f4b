/** The two epochs that MP4 boxes count from, and Unix milliseconds. */

const UNIX_SECONDS_AT_1904 = 2_082_844_800;
const UNIX_SECONDS_AT_1900 = 2_208_988_800;
const NTP_ERA_SECONDS = 0x1_0000_0000;

/** `mvhd` and friends: seconds since 1904, the millisecond part is dropped. */
export function macSecondsOfUnixMs(unixMs: number): number {
  return Math.floor(unixMs / 1000) + UNIX_SECONDS_AT_1904;
}

/** Zero and times before 1970 mean "not set" in practice and come out as 0. */
export function unixMsOfMacSeconds(macSeconds: number): number {
  return macSeconds <= UNIX_SECONDS_AT_1904 ? 0 : (macSeconds - UNIX_SECONDS_AT_1904) * 1000;
}

/** Last millisecond that `prft` can say without a second era: 2104-02-26. */
export const LAST_NTP_UNIX_MS = (NTP_ERA_SECONDS + NTP_ERA_SECONDS / 2 - UNIX_SECONDS_AT_1900) * 1000 - 1;

/** Upper 32 bits of an NTP time stamp; wraps in 2036. */
export function ntpSecondsOfUnixMs(unixMs: number): number {
  return (Math.floor(unixMs / 1000) + UNIX_SECONDS_AT_1900) % NTP_ERA_SECONDS;
}

/** Lower 32 bits: rounded, so that `unixMsOfNtp` gives the same millisecond back. */
export function ntpFractionOfUnixMs(unixMs: number): number {
  return Math.round(((unixMs % 1000) * NTP_ERA_SECONDS) / 1000);
}

/** RFC 4330 section 3: a time stamp whose highest bit is 0 lies behind the wrap of 2036. */
export function unixMsOfNtp(seconds: number, fraction: number): number {
  const sinceFirstEra = seconds >= NTP_ERA_SECONDS / 2 ? seconds : seconds + NTP_ERA_SECONDS;
  return (sinceFirstEra - UNIX_SECONDS_AT_1900) * 1000 + Math.round((fraction * 1000) / NTP_ERA_SECONDS);
}
