/** Frozen plans of exports in files: a plan of a month is tens of megabytes, too much for a row, and read only when it is sent. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

  /** Whole and synced under its name, or not there. */
  async write(exportId: string, plans: readonly ExportPlan[]): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
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
  }

  /** Null when it is gone. */
  async read(exportId: string): Promise<readonly ExportPlan[] | null> {
    const cached = this.#cache.get(exportId);
    if (cached !== undefined) return cached;
    let text: string;
    try {
      text = await readFile(this.#pathOf(exportId), 'utf8');
    } catch {
      return null;
    }
    // Written by this program into its own directory, readable by nobody else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const plans = (JSON.parse(text) as readonly ExportPlanJson[]).map(parseExportPlan);
    this.#remember(exportId, plans);
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
