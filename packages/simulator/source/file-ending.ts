/** Kinds of media files go by the ending of their name. */

/** In lower case, without the dot; empty where there is none. */
export function fileEnding(path: string): string {
  return /\.([^./]+)$/.exec(path.toLowerCase())?.[1] ?? '';
}
