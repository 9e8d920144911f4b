/** Basic and Digest (RFC 7616: MD5 and SHA-256, with and without qop) as cameras do it. */
import { createHash } from 'node:crypto';
import type { SeededRandom } from '../seeded-random.ts';
import type { AuthenticationOptions, AuthenticationScheme } from './server-options.ts';

/** What became of a request's Authorization header; `stale`: right, but the nonce is used up. */
export type AuthenticationOutcome = 'accepted' | 'missing' | 'refused' | 'stale';

/** A real camera forgets nonces too; the oldest goes. */
const MAX_NONCES = 1000;

/** Challenges and checks of one server; nonces are remembered, the oldest of more than 1000 forgotten. */
export class Authenticator {
  readonly #options: AuthenticationOptions;
  readonly #random: SeededRandom;
  readonly #uses = new Map<string, number>();

  constructor(options: AuthenticationOptions, random: SeededRandom) {
    this.#options = options;
    this.#random = random;
  }

  /** Values of WWW-Authenticate, one line each, in the order of the options, with one fresh nonce. */
  challenges(stale: boolean): readonly string[] {
    const realm = this.#options.realm ?? 'IP Camera';
    const nonce = this.#random.hex(32);
    this.#uses.set(nonce, 0);
    for (const oldest of this.#uses.keys()) {
      if (this.#uses.size <= MAX_NONCES) break;
      this.#uses.delete(oldest);
    }
    return this.#schemes().map((scheme) => {
      if (scheme === 'basic') return `Basic realm="${realm}"`;
      const algorithm = scheme === 'digest-sha256' ? ', algorithm=SHA-256' : '';
      const qop = this.#options.qop === false ? '' : ', qop="auth"';
      return `Digest realm="${realm}", nonce="${nonce}"${qop}${algorithm}${stale ? ', stale=true' : ''}`;
    });
  }

  check(method: string, header: string | undefined): AuthenticationOutcome {
    if (header === undefined) return 'missing';
    const [kind = '', rest = ''] = splitOnce(header);
    if (kind.toLowerCase() === 'basic') return this.#checkBasic(rest);
    if (kind.toLowerCase() === 'digest') return this.#checkDigest(method, rest);
    return 'refused';
  }

  #schemes(): readonly AuthenticationScheme[] {
    return this.#options.schemes ?? ['digest-md5'];
  }

  #checkBasic(value: string): AuthenticationOutcome {
    const { username, password } = this.#options;
    const wanted = Buffer.from(`${username}:${password}`).toString('base64');
    return this.#schemes().includes('basic') && value.trim() === wanted ? 'accepted' : 'refused';
  }

  #checkDigest(method: string, value: string): AuthenticationOutcome {
    const given = parseParameters(value);
    const sha256 = given.get('algorithm')?.toUpperCase() === 'SHA-256';
    if (!this.#schemes().includes(sha256 ? 'digest-sha256' : 'digest-md5')) return 'refused';
    const hash = (text: string): string =>
      createHash(sha256 ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    const nonce = given.get('nonce') ?? '';
    const { username, password, realm = 'IP Camera' } = this.#options;
    const secret = hash(`${username}:${realm}:${password}`);
    const action = hash(`${method}:${given.get('uri') ?? ''}`);
    const qop = given.get('qop');
    const middle = qop === undefined ? nonce : [nonce, given.get('nc'), given.get('cnonce'), qop].join(':');
    const known = given.get('username') === username && given.get('realm') === realm;
    if (!known || given.get('response') !== hash(`${secret}:${middle}:${action}`)) return 'refused';
    const uses = this.#uses.get(nonce);
    if (uses === undefined || uses >= (this.#options.nonceUses ?? Number.POSITIVE_INFINITY)) return 'stale';
    this.#uses.set(nonce, uses + 1);
    return 'accepted';
  }
}

function splitOnce(text: string): readonly string[] {
  const space = text.indexOf(' ');
  return space === -1 ? [text] : [text.slice(0, space), text.slice(space + 1)];
}

function parseParameters(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)) {
    found.set((match[1] ?? '').toLowerCase(), (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1'));
  }
  return found;
}
