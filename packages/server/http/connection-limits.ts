/** Bounds of a connection, for every listener alike. */

/** A request must be complete by then: who sends slowly holds a connection, not more. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** A connection over which nothing moved for so long is closed; of whom a little moves now and then, see slow-reader. */
export const IDLE_TIMEOUT_MS = 120_000;
/** Between two requests over one connection. */
export const KEEP_ALIVE_MS = 10_000;
/** Browsers open 6 to a host; a wall of readers on this machine needs no more. */
export const MAX_CONNECTIONS = 512;
/** Of all headers of a request together. */
export const MAX_HEADER_BYTES = 16 * 1024;
