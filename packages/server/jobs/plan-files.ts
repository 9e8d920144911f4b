/** Frozen plans of exports in files: a plan of a month is tens of megabytes, too much for a row, and read only when it is sent. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ExportPlan,
  type ExportPlanJson,
  parseExportPlan,
  serializeExportPlan,
} from '@matlang/archive/reading';

/** Plans kept parsed: a download manager asks for ranges of the same one again and again. */
const MAX_CACHED = 2;

/** `<data>/exports/<id>.json`, one file an export. */
export class PlanFiles {
  readonly #directory: string;
  readonly #cache = new Map<string, readonly ExportPlan[]>();

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'exports');
  }

  /** Whole under its name and safe from a power cut when it returns; or not there. */
  async write(exportId: string, plans: readonly ExportPlan[]): Promise<void> {
    const made = await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncDirectory(dirname(this.#directory));
    const path = this.#pathOf(exportId);
    const temporary = `${path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(plans.map(serializeExportPlan)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    // The name is on the disk only when its directory is.
    await syncDirectory(this.#directory);
  }

  /** Exports of which there is a file, whole or half. */
  async list(): Promise<readonly string[]> {
    let names: readonly string[];
    try {
      names = await readdir(this.#directory);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    return [...new Set(names.map((name) => name.replace(/\.json(\.new)?$/, '')))];
  }

  /** Null when it is gone, or is not what was written. @throws the file system's error where it can't be read */
  async read(exportId: string): Promise<readonly ExportPlan[] | null> {
    const cached = this.#cache.get(exportId);
    if (cached !== undefined) return cached;
    let text: string;
    try {
      text = await readFile(this.#pathOf(exportId), 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const plans = plansOf(text);
    if (plans !== null) this.#remember(exportId, plans);
    return plans;
  }

  async remove(exportId: string): Promise<void> {
    this.#cache.delete(exportId);
    await rm(this.#pathOf(exportId), { force: true });
    await rm(`${this.#pathOf(exportId)}.new`, { force: true });
  }

  #remember(exportId: string, plans: readonly ExportPlan[]): void {
    const [oldest] = this.#cache.keys();
    if (oldest !== undefined && this.#cache.size >= MAX_CACHED) this.#cache.delete(oldest);
    this.#cache.set(exportId, plans);
  }

  #pathOf(exportId: string): string {
    return join(this.#directory, `${exportId}.json`);
  }
}

/** Null for what a fault of the disk made of it. */
function plansOf(text: string): readonly ExportPlan[] | null {
  try {
    // Written by this program into its own directory, readable by nobody else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (JSON.parse(text) as readonly ExportPlanJson[]).map(parseExportPlan);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
