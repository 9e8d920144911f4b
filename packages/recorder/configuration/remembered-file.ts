/** Small JSON files in `<data>/recorder`: what is remembered beside the configuration. Replaced whole; recording outranks them all. */
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the file of that name lies. */
export function rememberedPath(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'recorder', name);
}

/** Null: it is missing, can't be read, or is no JSON. At start only: it is synchronous. */
export function readRemembered(dataDirectory: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(rememberedPath(dataDirectory, name), 'utf8'));
  } catch {
    return null;
  }
}

/** @throws the system's error where it can't be written; the old file is there then */
export async function writeRemembered(dataDirectory: string, name: string, content: unknown): Promise<void> {
  const path = rememberedPath(dataDirectory, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
