/** What the server asks of its supervisor: a JSON line on standard output, as its ready line is. */

/** Nine simulated cameras are to be started and added to the site. */
export const WISH_SIMULATED_CAMERAS = { wish: 'simulated-cameras' } as const;
