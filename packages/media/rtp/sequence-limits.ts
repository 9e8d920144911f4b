/** What counts as loss, as late, and as a numbering that began anew: one view for counting and for reordering. */

/** More missing, or further behind, than this is a source that started anew: at 25 Mbit/s it would be over a second of packets. */
export const MAX_SEQUENCE_STEP = 3_000;
/**
 * So many packets in a row behind the newest, each the follower of the one before, are a numbering that began anew close
 * behind the old one (a chance of one in twenty). Late packets come in ones; a whole picture doubled has some 50 packets.
 */
export const RESTART_RUN = 64;
