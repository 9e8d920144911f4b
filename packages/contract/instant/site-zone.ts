/**
 * The zone in which people at a site read and write instants: Vietnam's, UTC+7 all year since 1975. So no table of zones is
 * needed, and the zone that the machine is set to does not count.
 */

/** As `Intl` names it. */
export const SITE_ZONE = 'Asia/Ho_Chi_Minh';

/** Local time minus UTC. */
export const SITE_UTC_OFFSET_MS = 7 * 3_600_000;
/** The same, where names of files and days of lists are reckoned in minutes. */
export const SITE_UTC_OFFSET_MINUTES = SITE_UTC_OFFSET_MS / 60_000;
