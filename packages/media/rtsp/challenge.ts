/** What a camera asks for in WWW-Authenticate (RFC 2617, RFC 7616): read from any number of headers in any order. */

/** A Digest challenge with an algorithm that is followed. */
export interface DigestChallenge {
  readonly scheme: 'digest';
  readonly algorithm: 'MD5' | 'SHA-256';
  /** `MD5-sess`, `SHA-256-sess`: the secret is hashed once more with both nonces. */
  readonly sessionKey: boolean;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** Whether `qop=auth` is offered; without it the old form of RFC 2069 is used. */
  readonly qopAuth: boolean;
  readonly stale: boolean;
}

/** A Basic challenge: the password would be sent in clear. */
export interface BasicChallenge {
  readonly scheme: 'basic';
  readonly realm: string;
}

/** One way in which the camera lets itself be asked again. */
export type Challenge = DigestChallenge | BasicChallenge;

/** More than any camera offers (Hikvision: three). */
const MAX_CHALLENGES = 8;
/** One header with three long challenges has some 500. */
const MAX_HEADER_LENGTH = 4_096;

interface RawChallenge {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/**
 * @param headers the values of all WWW-Authenticate headers.
 * @returns the challenges that we can answer, the strongest first; others (unknown algorithm, `auth-int` alone) left out.
 * Tolerated: several challenges in one header (TP-Link Tapo offers Basic and Digest), algorithm in any case or quotes,
 * a missing algorithm (MD5), a missing realm (empty), blanks around `=`, missing or doubled commas.
 */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  return headers
    .slice(0, MAX_CHALLENGES)
    .flatMap((header) => tokenize(header.slice(0, MAX_HEADER_LENGTH)))
    .slice(0, MAX_CHALLENGES)
    .map(readChallenge)
    .filter((challenge) => challenge !== null)
    .toSorted((a, b) => strength(b) - strength(a));
}

/** A word with `=` behind it is a parameter, a word without is the scheme of the next challenge. */
function tokenize(header: string): readonly RawChallenge[] {
  const found: RawChallenge[] = [];
  const word = /[^\s,="]+/y;
  const value = /\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]*))/y;
  for (let at = 0; at < header.length; ) {
    word.lastIndex = at;
    const name = word.exec(header)?.[0];
    if (name === undefined) {
      at += 1;
      continue;
    }
    at += name.length;
    value.lastIndex = at;
    const match = value.exec(header);
    if (match === null) {
      found.push({ scheme: name.toLowerCase(), parameters: new Map() });
      continue;
    }
    at = value.lastIndex;
    const parameters = found.at(-1)?.parameters;
    const text = match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '';
    if (parameters !== undefined && !parameters.has(name.toLowerCase()))
      parameters.set(name.toLowerCase(), text);
  }
  return found;
}

function readChallenge({ scheme, parameters }: RawChallenge): Challenge | null {
  const realm = parameters.get('realm') ?? '';
  if (scheme === 'basic') return { scheme: 'basic', realm };
  const named = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  const sessionKey = named.endsWith('-SESS');
  const algorithm = sessionKey ? named.slice(0, -'-SESS'.length) : named;
  const nonce = parameters.get('nonce');
  if (scheme !== 'digest' || nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256'))
    return null;
  const qop = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  if (qop !== undefined && !qop.includes('auth') && !qop.includes('')) return null;
  return {
    scheme: 'digest',
    algorithm,
    sessionKey,
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    qopAuth: qop?.includes('auth') ?? false,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
  };
}

function strength(challenge: Challenge): number {
  if (challenge.scheme === 'basic') return 0;
  return challenge.algorithm === 'SHA-256' ? 2 : 1;
}
