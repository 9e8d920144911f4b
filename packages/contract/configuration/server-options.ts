/** What the server is started with. */

/** Tried first, then the next ones, unless a port is asked for. */
export const DEFAULT_PORT = 8080;
/** How many ports after DEFAULT_PORT are tried. */
export const PORT_TRIES = 20;
