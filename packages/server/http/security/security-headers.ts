/** Headers of every answer: nothing is loaded from elsewhere, nothing framed, nothing guessed, nothing kept by caches. */

/** Set before a handler runs, which may replace single ones: pages bring a policy of their own. */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
} as const;

/** Where it was asked for, over HTTPS: for a year this name is never opened by HTTP again (RFC 6797). */
export const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' } as const;
