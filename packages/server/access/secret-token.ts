/** Secrets that somebody carries: of a session, an invitation, a script. Only their digest is kept; the secret is shown once. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

const SECRET_BYTES = 32;

/** 256 bits in base64url. */
export const createSecretToken = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** What is kept of it. A digest without salt does for what nobody can guess. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** Without letters and digits that are mistaken for one another on paper. */
const READABLE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** For paper and for typing: groups of four with dashes; 31 signs give just under 5 bits each. */
export function createReadableCode(groups: number): string {
  const group = (): string => Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** The form in which a typed code is compared: capitals, without dashes and spaces. */
export const normalizeReadableCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
