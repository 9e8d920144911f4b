/**
 * The web application as Vite built it, read once and kept: so no address can lead out of its folder, and nothing is read while
 * pages are served. Its page is the same for every address; which page is shown is decided in the browser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One file of the build. */
export interface ApplicationFile {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Null where it would not be smaller. */
  readonly gzipped: Buffer | null;
  /** Its name holds the hash of what is in it: it never changes. */
  readonly immutable: boolean;
}

/** Everything that the browser loads, by its address. */
export interface Application {
  /** index.html, with one place for the nonce. */
  readonly page: string;
  readonly files: ReadonlyMap<string, ApplicationFile>;
}

/** A build is some twenty files and one MB; what is larger than this is none. */
const MAX_FILES = 500;
const MAX_FILE_BYTES = 10 * 1024 * 1024;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** @param directory of the build. @returns null: there is no build. @throws the system's error for one that can't be read */
export function readApplication(directory: string): Application | null {
  const entries = listFiles(directory);
  const page = entries.includes('index.html') ? readFileSync(join(directory, 'index.html'), 'utf8') : null;
  if (page === null) return null;
  const files = new Map<string, ApplicationFile>();
  for (const name of entries.slice(0, MAX_FILES)) {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined) continue;
    const bytes = readFileSync(join(directory, name));
    if (bytes.length > MAX_FILE_BYTES) continue;
    const gzipped = gzipSync(bytes, { level: 9 });
    files.set(`/${name}`, {
      contentType,
      bytes,
      gzipped: gzipped.length < bytes.length * 0.9 ? gzipped : null,
      immutable: name.startsWith('assets/'),
    });
  }
  return { page, files };
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  } catch {
    return [];
  }
}
