/** What the processes of a site tell their supervisor by the way they end. */

/** Starting again can't help: the text on standard error says why. EX_CONFIG of sysexits.h, and named in the systemd unit. */
export const EXIT_DO_NOT_RESTART = 78;
