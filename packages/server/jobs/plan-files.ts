/** Frozen plans of exports in files: a plan has up to 128 MiB, too much for a row, and is read only when it is sent. */
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

/** `<data>/exports/<id>.<number>.json`, one file a camera: only one plan is in memory when they are made. */
export class PlanFiles {
  readonly #directory: string;
  readonly #cache = new Map<string, ExportPlan>();

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'exports');
  }

  /**
   * Plans numbered from 0 as they come, each whole under its name; all are safe from a power cut when it returns. Where it
   * throws, some may be there.
   */
  async write(exportId: string, plans: AsyncIterable<ExportPlan>): Promise<void> {
    const made = await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncDirectory(dirname(this.#directory));
    let number = 0;
    for await (const plan of plans) {
      await this.#writeOne(this.#pathOf(exportId, number), plan);
      number += 1;
    }
    // The names are on the disk only when their directory is.
    await syncDirectory(this.#directory);
  }

  async #writeOne(path: string, plan: ExportPlan): Promise<void> {
    const temporary = `${path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(serializeExportPlan(plan)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }

  /** How many whole plans there are of which export; 0 where there is only half a one. */
  async list(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const name of await this.#names()) {
      const id = exportIdOf(name);
      counts.set(id, (counts.get(id) ?? 0) + (name.endsWith('.json') ? 1 : 0));
    }
    return counts;
  }

  /** Null when it is gone, or is not what was written. @throws the file system's error where it can't be read */
  async read(exportId: string, number: number): Promise<ExportPlan | null> {
    const path = this.#pathOf(exportId, number);
    const cached = this.#cache.get(path);
    if (cached !== undefined) return cached;
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const plan = planOf(text);
    if (plan !== null) this.#remember(path, plan);
    return plan;
  }

  async remove(exportId: string): Promise<void> {
    for (const name of await this.#names()) {
      if (exportIdOf(name) !== exportId) continue;
      this.#cache.delete(join(this.#directory, name));
      await rm(join(this.#directory, name), { force: true });
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#directory);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  #remember(path: string, plan: ExportPlan): void {
    const [oldest] = this.#cache.keys();
    if (oldest !== undefined && this.#cache.size >= MAX_CACHED) this.#cache.delete(oldest);
    this.#cache.set(path, plan);
  }

  #pathOf(exportId: string, number: number): string {
    return join(this.#directory, `${exportId}.${number}.json`);
  }
}

function exportIdOf(name: string): string {
  return name.replace(/(\.\d+)?\.json(\.new)?$/, '');
}

/** Null for what a fault of the disk made of it. */
function planOf(text: string): ExportPlan | null {
  try {
    // Written by this program into its own directory, readable by nobody else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return parseExportPlan(JSON.parse(text) as ExportPlanJson);
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
