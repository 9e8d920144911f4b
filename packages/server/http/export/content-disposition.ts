/** Under which name a browser keeps a file: RFC 6266 with the Vietnamese name beside an ASCII one. */

/**
 * @param asciiName of the archive: camera, date and time behind hyphens
 * @param cameraName as people wrote it; takes the place of the ASCII name's first part for clients that know UTF-8
 */
export function contentDisposition(asciiName: string, cameraName: string): string {
  const ascii = asciiName.replaceAll(/[^\w.+-]/g, '_');
  const tail = /-\d{8}T.*$/.exec(ascii)?.[0] ?? `-${ascii}`;
  // What a file system takes for a path, or refuses.
  const safe = cameraName
    .replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed();
  const name = encodeURIComponent(`${safe}${tail}`).replaceAll(/['()*]/g, percentEscape);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${name}`;
}

function percentEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
