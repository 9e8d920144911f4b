/**
 * From `a=control` to the URL that SETUP and PLAY name. Not RFC 3986: for a base with a query
 * (Dahua: `…?channel=1&subtype=1/`) the standard's rule would lose the query, and no camera means that.
 */

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * @param baseUrl Content-Base of the answer, else Content-Location, else the URL that was asked.
 * @returns the base for `*` or nothing, an absolute control as it stands, anything else behind the base with one slash.
 */
export function resolveControlUrl(baseUrl: string, control: string | null): string {
  if (control === null || control === '' || control === '*') return baseUrl;
  if (ABSOLUTE.test(control)) return control;
  return `${baseUrl.replace(/\/$/, '')}/${control.replace(/^\//, '')}`;
}
