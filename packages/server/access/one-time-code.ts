/** Codes of an authenticator app: TOTP (RFC 6238) with SHA-1, 30 s and six digits, which is what all of those apps take. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** Bytes of the shared secret (RFC 4226, section 4: 160 bits). */
export const ONE_TIME_SECRET_BYTES = 20;
/** A phone's clock is a little off, and typing takes its time: one step to either side (RFC 6238, section 5.2). */
const SKEW_STEPS = 1;

/** RFC 4226, section 5.3. */
export function oneTimeCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step whose code it is; null: of none that is near. A code is good once: who looks over a shoulder comes too late.
 * @param usedStep the last step that was taken; 0: none yet
 */
export function matchOneTimeCode(
  secret: Uint8Array,
  code: string,
  nowUnixMs: number,
  usedStep: number,
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const now = Math.floor(nowUnixMs / STEP_MS);
  let matched: number | null = null;
  for (let step = now - SKEW_STEPS; step <= now + SKEW_STEPS; step += 1) {
    const equal = timingSafeEqual(Buffer.from(oneTimeCode(secret, step)), Buffer.from(code));
    if (equal && step > usedStep) matched = step;
  }
  return matched;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, section 6, without padding: what a person types into the app where there is no camera. */
export function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** What the QR code holds: the key URI that authenticator apps read. */
export function authenticatorUri(secret: Uint8Array, siteName: string, userName: string): string {
  const label = `${encodeURIComponent(siteName.replaceAll(':', ' '))}:${encodeURIComponent(userName)}`;
  const query = new URLSearchParams({ secret: base32(secret), issuer: siteName.replaceAll(':', ' ') });
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}
