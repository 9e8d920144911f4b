/** Where to go after signing in: a page of this application, whatever the address says. */

/** Pages of the application that somebody may have wanted to see. */
const PAGES: ReadonlySet<string> = new Set([
  '/live',
  '/review',
  '/exports',
  '/bookmarks',
  '/holds',
  '/storage',
  '/people',
  '/log',
  '/account',
]);
/** Nobody's address is as long; a longer one is nothing that this application wrote. */
const MAX_CHARACTERS = 4000;

/** Path and search of a page of ours; null for everything else, so that no link to the sign-in page leads to another site. */
export function ownPath(wanted: unknown, origin: string): string | null {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || wanted.length > MAX_CHARACTERS) return null;
  const url = URL.parse(wanted, origin);
  if (url === null || url.origin !== origin || !PAGES.has(url.pathname)) return null;
  return `${url.pathname}${url.search}`;
}
