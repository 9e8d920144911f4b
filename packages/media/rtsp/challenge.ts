/** What a camera asks for in WWW-Authenticate (RFC 2617, RFC 7616): read from any number of headers in any order. */

export interface DigestChallenge {
  readonly scheme: 'digest';
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** Whether `qop=auth` is offered; without it the old form of RFC 2069 is used. */
  readonly qopAuth: boolean;
  readonly stale: boolean;
}

export interface BasicChallenge {
  readonly scheme: 'basic';
  readonly realm: string;
}

export type Challenge = DigestChallenge | BasicChallenge;

/** More than any camera offers (Hikvision: three). */
const MAX_CHALLENGES = 8;
const PARAMETER = /([a-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/gi;

/**
 * @param headers the values of all WWW-Authenticate headers.
 * @returns the challenges that we can answer, the strongest first; others (unknown algorithm, `auth-int` alone) left out.
 * Tolerated: several challenges in one header (TP-Link Tapo offers Basic and Digest), algorithm in any case or quotes,
 * a missing algorithm (MD5), a missing realm (empty), blanks around `=`.
 */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  return headers
    .flatMap(splitChallenges)
    .slice(0, MAX_CHALLENGES)
    .map(readChallenge)
    .filter((challenge) => challenge !== null)
    .toSorted((a, b) => strength(b) - strength(a));
}

/** Cuts a header before each scheme name: a word that is followed by a parameter and isn't one itself. */
function splitChallenges(header: string): readonly string[] {
  return header
    .split(/(?:^|,)\s*(?=(?:basic|digest|negotiate|ntlm|bearer)\b(?!\s*=))/i)
    .filter((part) => part.trim() !== '');
}

function readChallenge(text: string): Challenge | null {
  const scheme = /^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase();
  const parameters = new Map<string, string>();
  for (const match of text.matchAll(PARAMETER)) {
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
    parameters.set((match[1] ?? '').toLowerCase(), value);
  }
  const realm = parameters.get('realm') ?? '';
  if (scheme === 'basic') return { scheme: 'basic', realm };
  const algorithm = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  const nonce = parameters.get('nonce');
  const qop = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  if (scheme !== 'digest' || nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256'))
    return null;
  if (qop !== undefined && !qop.includes('auth') && !qop.includes('')) return null;
  return {
    scheme: 'digest',
    algorithm,
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
