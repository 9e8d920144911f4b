/** What an address of a camera's stream may look like in the configuration. */

/**
 * `rtsp://` with a host and, if it must be, a port and anything printable behind: no user or password, because addresses
 * are logged and shown. An `@` behind the first slash is part of a path (Tiandy and others use it).
 */
export const RTSP_URL_PATTERN =
  /^rtsp:\/\/(?:\[[0-9a-fA-F:.%]+\]|[^\s/?#@:[\]]+)(?::[0-9]{1,5})?(?:[/?][\x21-\x7e]*)?$/;
