/**
 * `npm run bench:web [-- [short] [NAME [SIZE]]...]`: benches of the web application in a real Chromium against the real processes, all or
 * those named, each with its usual size or the one behind its name (clicks, minutes). Tables on standard output, JSON in
 * benches/results/web-*.json. Nothing else should run on the machine meanwhile: look at the load that is printed with each.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArchiveSite, startArchiveSite } from './archive-site.ts';
import type { WebBench } from './bench.ts';
import { launchBrowser } from './browser.ts';
import { drift } from './drift.ts';
import { firstLoad } from './first-load.ts';
import { liveDelay } from './live-delay.ts';
import { liveFirstPicture } from './live-first-picture.ts';
import { scrub } from './scrub.ts';
import { seek } from './seek.ts';
import { still } from './still.ts';
import { wall } from './wall.ts';
import { wallMemory } from './wall-memory.ts';
import { zoom } from './zoom.ts';

const BENCHES: Readonly<Record<string, WebBench>> = {
  'live-first-picture': liveFirstPicture,
  'first-load': firstLoad,
  'live-delay': liveDelay,
  wall,
  'wall-memory': wallMemory,
  seek,
  scrub,
  still,
  zoom,
  drift,
};
const ARCHIVE_DAYS = 30;
const SHORT_ARCHIVE_DAYS = 2;

interface Asked {
  readonly name: string;
  readonly bench: WebBench;
  readonly size: number | null;
}

const readArguments = (args: readonly string[]): readonly Asked[] => {
  const asked = args.flatMap((name, index): Asked[] => {
    if (name === 'short' || Number(name) > 0) return [];
    const bench = BENCHES[name];
    if (bench === undefined) {
      console.error(`unknown: ${name}; known: short, ${Object.keys(BENCHES).join(', ')}`);
      process.exit(2);
    }
    const size = Number(args[index + 1]);
    return [{ name, bench, size: size > 0 ? size : null }];
  });
  if (asked.length > 0) return asked;
  return Object.entries(BENCHES).map(([name, bench]) => ({ name, bench, size: null }));
};

/** What has to be ended, the last first; an end that fails keeps no other from its turn. */
class Ends {
  readonly #ends: (() => Promise<void>)[] = [];
  readonly add = (end: () => Promise<void>): void => void this.#ends.push(end);

  async run(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed())
      await end().catch((error: unknown) => console.error(error));
  }
}

const args = process.argv.slice(2);
const short = args.includes('short');
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-web-'));
const all = new Ends();
let archive: Promise<ArchiveSite> | null = null;
let failed = 0;
for (const [index, { name, bench, size }] of readArguments(args).entries()) {
  const used = size ?? (short ? bench.short : bench.full);
  console.log(`\n# ${name}: ${used} ${bench.unit} (load before: ${loadavg()[0]?.toFixed(2)})`);
  const ends = new Ends();
  try {
    const browser = await launchBrowser();
    ends.add(() => browser.close());
    await bench.run({
      size: used,
      short,
      browser,
      folder: join(folder, `${index}-${name}`),
      onEnd: ends.add,
      archive: () => {
        archive ??= startArchiveSite(
          join(folder, 'archive'),
          short ? SHORT_ARCHIVE_DAYS : ARCHIVE_DAYS,
          all.add,
        );
        return archive;
      },
    });
  } catch (error) {
    console.error(error);
    failed += 1;
  } finally {
    await ends.run();
  }
}
await all.run();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
