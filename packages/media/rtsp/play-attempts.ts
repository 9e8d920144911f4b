/**
 * The ways in which PLAY is asked for, one behind the other, when a camera refuses it. Each was asked for by somebody:
 * - with `Range: npt=0.000-`, at the aggregate address as it stands: what ffmpeg and VLC send, and what Live555 behind
 *   RTSP over HTTP needs (locomote-video-player, pull request 166);
 * - without Range: optional in RFC 2326, section 10.5; go2rtc never sends it. No camera is known by name;
 * - without Range, the slash at the end added or taken away: PTZOptics answers 405 to the one that its own Content-Base
 *   ends with (rtsp-client-android, pull request 9).
 */

/** One way to ask. */
export interface PlayAttempt {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** For the warning: what is different from the first. */
  readonly difference: string;
}

/**
 * Statuses that cameras give for an address or a header that they can't read, as well as for what they say: another way is
 * worth a try. Those that are about rights, sessions in number or transports are not among them.
 */
const WORTH_ANOTHER: ReadonlySet<number> = new Set([400, 404, 405, 454, 455, 457, 501]);

/** @returns whether a PLAY refused with `statusCode` may be taken when it is asked for in another way. */
export function isWorthAnotherPlay(statusCode: number): boolean {
  return WORTH_ANOTHER.has(statusCode);
}

/** @param url the aggregate control address. @returns three ways, in the order in which they are tried. */
export function playAttempts(url: string): readonly PlayAttempt[] {
  const otherUrl = url.endsWith('/') ? url.slice(0, -1) : `${url}/`;
  return [
    { url, headers: [['Range', 'npt=0.000-']], difference: 'as usual' },
    { url, headers: [], difference: 'without Range' },
    {
      url: otherUrl,
      headers: [],
      difference: `without Range, ${otherUrl.length < url.length ? 'without' : 'with'} a slash at the end`,
    },
  ];
}
