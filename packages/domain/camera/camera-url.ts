/** Addresses of streams: user and password are taken out of them, because addresses are logged and shown. */
import { accept, type Checked, refuse } from '../law/checked.ts';

/**
 * An RTSP address taken apart: what may be logged, and the credentials, percent-decoded, that stood in it (null: none).
 */
export interface CameraAddress {
  /** Without user and password. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** Longest address taken, credentials included, in UTF-16 units. */
export const MAX_URL_CHARACTERS = 2048;
const HOST = /^(?:\[[0-9a-fA-F:.%]+\]|[^\s/?#@:[\]]+)$/;

/**
 * The parts of `rtsp://user:password@host:port/path?query`. The user ends at the last `@` before the first slash: people
 * paste passwords with an `@` unescaped. Percent escapes in user and password are resolved; where they are none, taken as
 * they stand.
 */
export function splitCameraUrl(field: string, text: string): Checked<CameraAddress> {
  const url = text.trim();
  if (url.length > MAX_URL_CHARACTERS) {
    return refuse(field, 'camera-url-too-long', MAX_URL_CHARACTERS);
  }
  const scheme = /^rtsp:\/\//i.exec(url)?.[0];
  if (scheme === undefined) {
    return refuse(field, 'camera-url-scheme');
  }
  const rest = url.slice(scheme.length);
  const authorityEnd = rest.search(/[/?#]/);
  const authority = authorityEnd === -1 ? rest : rest.slice(0, authorityEnd);
  const path = authorityEnd === -1 ? '' : rest.slice(authorityEnd);
  if (!/^[\x21-\x7e]*$/.test(path) || path.startsWith('#')) {
    return refuse(field, 'camera-url-characters');
  }
  const at = authority.lastIndexOf('@');
  const target = checkTarget(field, authority.slice(at + 1));
  if (!target.ok) {
    return target;
  }
  const credentials = at === -1 ? { username: null, password: null } : splitUserInfo(authority.slice(0, at));
  return accept({ url: `rtsp://${target.value}${path}`, ...credentials });
}

function checkTarget(field: string, target: string): Checked<string> {
  const portText = /:([^:\]]*)$/.exec(target)?.[1];
  const host = portText === undefined ? target : target.slice(0, -portText.length - 1);
  if (!HOST.test(host) || !/^[\x21-\x7e]+$/.test(host)) {
    return refuse(field, 'camera-url-host');
  }
  if (portText === undefined) {
    return accept(host);
  }
  const port = Number(portText);
  return /^[0-9]{1,5}$/.test(portText) && port >= 1 && port <= 65_535
    ? accept(`${host}:${port}`)
    : refuse(field, 'camera-url-port');
}

function splitUserInfo(userInfo: string): { username: string | null; password: string | null } {
  const colon = userInfo.indexOf(':');
  const username = resolveEscapes(colon === -1 ? userInfo : userInfo.slice(0, colon));
  const password = colon === -1 ? '' : resolveEscapes(userInfo.slice(colon + 1));
  return { username: username === '' ? null : username, password: password === '' ? null : password };
}

function resolveEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
