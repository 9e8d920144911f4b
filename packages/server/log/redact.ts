/** Takes credentials out of text that is about to be logged: the last line of defence, not the first. */

/** User and password of an address, and values of parameters that are named like a secret. */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"']*@/gi;
const SECRET_PARAMETER =
  /\b((?:pass(?:word|wd)?|pwd|token|secret|key|auth)[a-z]*["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi;

/** The text with `***` in place of secrets. */
export function redact(text: string): string {
  return text.replace(USER_INFO, '$1***@').replace(SECRET_PARAMETER, '$1***');
}
