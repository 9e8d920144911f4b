/** Answers a challenge: the value of the Authorization header (RFC 2617, RFC 7616). Hashing is handed in. */
import { encodeBase64, encodeUtf8 } from '@matlang/media/bytes';
import type { Challenge, DigestChallenge } from './challenge.ts';

/** A camera's user and password in clear, not percent-encoded: never logged. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Hash functions over bytes, as lower-case hexadecimal text. */
export interface Digests {
  md5Hex(bytes: Uint8Array): string;
  sha256Hex(bytes: Uint8Array): string;
}

/** Counts the uses of one nonce, as `nc` asks for. */
export class Authorizer {
  readonly challenge: Challenge;
  readonly #credentials: Credentials;
  readonly #digests: Digests;
  readonly #cnonce: string;
  #uses = 0;

  /** @param cnonce fresh random text for each challenge. */
  constructor(challenge: Challenge, credentials: Credentials, digests: Digests, cnonce: string) {
    this.challenge = challenge;
    this.#credentials = credentials;
    this.#digests = digests;
    this.#cnonce = cnonce;
  }

  /** @returns the header's value for one request. */
  authorize(method: string, url: string): string {
    const { username, password } = this.#credentials;
    if (this.challenge.scheme === 'basic')
      return `Basic ${encodeBase64(encodeUtf8(`${username}:${password}`))}`;
    this.#uses += 1;
    return this.#digest(this.challenge, method, url, this.#uses.toString(16).padStart(8, '0'));
  }

  #digest(challenge: DigestChallenge, method: string, url: string, count: string): string {
    const { username, password } = this.#credentials;
    const hash = (text: string): string => {
      const bytes = encodeUtf8(text);
      return challenge.algorithm === 'SHA-256' ? this.#digests.sha256Hex(bytes) : this.#digests.md5Hex(bytes);
    };
    const plainSecret = hash(`${username}:${challenge.realm}:${password}`);
    const secret = challenge.sessionKey
      ? hash(`${plainSecret}:${challenge.nonce}:${this.#cnonce}`)
      : plainSecret;
    const request = hash(`${method}:${url}`);
    const response = challenge.qopAuth
      ? hash(`${secret}:${challenge.nonce}:${count}:${this.#cnonce}:auth:${request}`)
      : hash(`${secret}:${challenge.nonce}:${request}`);
    const fields = [
      `username="${escapeQuotes(username)}"`,
      `realm="${escapeQuotes(challenge.realm)}"`,
      `nonce="${escapeQuotes(challenge.nonce)}"`,
      `uri="${url}"`,
      `response="${response}"`,
      // Old Dahua firmware refuses an algorithm that it did not name; MD5 is what no name means.
      ...(challenge.algorithm === 'SHA-256' || challenge.sessionKey
        ? [`algorithm=${challenge.algorithm}${challenge.sessionKey ? '-sess' : ''}`]
        : []),
      ...(challenge.opaque === null ? [] : [`opaque="${escapeQuotes(challenge.opaque)}"`]),
      ...(challenge.qopAuth ? ['qop=auth', `nc=${count}`] : []),
      ...(challenge.qopAuth || challenge.sessionKey ? [`cnonce="${this.#cnonce}"`] : []),
    ];
    return `Digest ${fields.join(', ')}`;
  }
}

const escapeQuotes = (text: string): string => text.replace(/[\\"]/g, '\\$&');
