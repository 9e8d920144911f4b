/** The cookies of a browser: never read by scripts, sent to this site alone and from its own pages alone. */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * `session`: who is signed in. `device`: that somebody was, here. `pending`: a sign-in that still wants its code. `passkey`: one that was asked for.
 * `kiosk`: this browser is a shared screen. `unlock`: somebody has shown a PIN on it.
 */
export const COOKIES = {
  session: 'matlang-session',
  device: 'matlang-device',
  pending: 'matlang-pending',
  passkey: 'matlang-passkey',
  kiosk: 'matlang-kiosk',
  unlock: 'matlang-unlock',
} as const;

/** One of COOKIES. */
export type CookieName = (typeof COOKIES)[keyof typeof COOKIES];

/** How long a browser keeps it; null: until it is closed. */
const MAX_AGE_S: Readonly<Record<CookieName, number | null>> = {
  'matlang-session': null,
  'matlang-device': 400 * 86_400,
  'matlang-pending': 300,
  'matlang-passkey': 180,
  // As long as browsers keep one at all: it is set anew while the screen is in use.
  'matlang-kiosk': 400 * 86_400,
  'matlang-unlock': null,
};

/**
 * Null: not there, or of no form of ours. Where a name comes twice, none is believed.
 * @param secure the site is asked by HTTPS: only a cookie of HTTPS counts then, which nobody on the way can have set (RFC 6265bis, 4.1.3)
 */
export function readCookie(headers: IncomingHttpHeaders, name: CookieName, secure: boolean): string | null {
  const wanted = secure ? `__Host-${name}` : name;
  const values = (headers.cookie ?? '').split(';').flatMap((pair) => {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    return key === wanted ? [value] : [];
  });
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

/** The `set-cookie` header. @param secure the site is asked by HTTPS: the name then binds it to this host */
export function cookieHeader(name: CookieName, value: string, secure: boolean): string {
  const maxAge = MAX_AGE_S[name];
  return [
    `${secure ? '__Host-' : ''}${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
    ...(maxAge === null ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ');
}

/** Takes a cookie back. */
export const droppedCookie = (name: CookieName, secure: boolean): string =>
  `${cookieHeader(name, '', secure).replace(/; Max-Age=\d+/, '')}; Max-Age=0`;
