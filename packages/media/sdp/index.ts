export { resolveControlUrl } from './control-url.ts';
export { parseSdp } from './parse-sdp.ts';
export type { MediaDescription, SessionDescription } from './session-description.ts';
