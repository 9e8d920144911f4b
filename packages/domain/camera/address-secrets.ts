/**
 * Passwords behind the host of an address: Xiongmai, Tiandy and others take them in path or query
 * (`/user=admin&password=x&channel=1`, `/user=admin_password=x_channel=1_stream=0.sdp`, `?token=x`). The camera needs them, nobody
 * else: what is kept in rows, shown, logged and written down is the address without them.
 */

/** Names that hold such a word, whatever surrounds it: to hide too much costs a few letters on a screen. */
const NAME = String.raw`(?:pass|pas(?==)|pwd|psw|psd|token|secret|key|auth|cred|(?<=[/?&;_])pw|(?<=[/?&;_])p)[a-z0-9.-]{0,20}=`;
/**
 * A value ends at `&`, and where fields are joined by `_` at the next field of a camera; nowhere else, as a password may hold
 * anything.
 */
const VALUE = String.raw`(?:(?!_(?:user|username|channel|stream|subtype|ch|type|proto|mode)[a-z]{0,10}=)[^&])+`;
const SECRET = new RegExp(`(${NAME})(${VALUE})`, 'gi');
const MASK = '***';

/** The address with `***` for each secret behind its host. The same address where there is none. */
export function hideAddressSecrets(url: string): string {
  return url.replace(SECRET, `$1${MASK}`);
}

/** Whether the address came out of `hideAddressSecrets` and lacks what the camera needs. */
export function lacksAddressSecret(url: string): boolean {
  return Array.from(url.matchAll(SECRET)).some(([, , value]) => value === MASK);
}
