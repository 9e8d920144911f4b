/**
 * The audit log: one entry appended at 200 a second, each commit synced (beside it the disk alone, synced as often); a whole log verified; a
 * page of it, whatever is asked for.
 *   node benches/audit-log.ts [seconds] [entries verified] [entries searched]
 * Ten million entries take some ten minutes to make and 9 GB in the folder of temporary files.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditFilter } from '@matlang/domain';
import { openHeadSigner, verifyHeadSignature } from '@matlang/keys';
import { createSeededRandom } from '@matlang/simulator';
import { checkAuditLog } from '../packages/server/store/check-audit-log.ts';
import { openSiteDatabase } from '../packages/server/store/site-database.ts';
import {
  BENCH_ACTIONS,
  BENCH_ACTORS,
  BENCH_CAMERAS,
  BENCH_ENTRY_MS,
  BENCH_SITE,
  type LargeLog,
  makeLargeLog,
  recordAt,
} from './audit/large-log.ts';
import { type Figure, publish } from './measure/report.ts';
import { median, percentile } from './measure/statistics.ts';

const [secondsText = '60', verifiedText = '1000000', searchedText = '10000000'] = process.argv.slice(2);
const RATE = 200;
const PAGE = 50;
const QUESTIONS = 80;
const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
const signer = openHeadSigner(folder);
const random = createSeededRandom(7);
const oneOf = <Value>(list: readonly Value[]): Value | undefined => list[random.below(list.length)];

/** What each takes from the instant at which it is due: one that waits for the one before it counts from there too. */
const atRate = async (seconds: number, work: (nth: number) => Promise<void> | void): Promise<number[]> => {
  const tookMs: number[] = [];
  const startMs = performance.now();
  for (let nth = 0; nth < seconds * RATE; nth += 1) {
    const dueMs = startMs + (nth * 1000) / RATE;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    // A timer is late by up to a millisecond: that is the bench's, not the log's.
    const beginMs = Math.max(dueMs, Math.min(performance.now(), dueMs + 1.5));
    await work(nth);
    tookMs.push(performance.now() - beginMs);
  }
  return tookMs;
};

const appendAtRate = async (path: string, entries: number, seconds: number): Promise<number[]> => {
  const database = await openSiteDatabase(path, Date.now());
  const tookMs = await atRate(seconds, async (nth) => {
    await database.transaction((stores) => stores.audit.append(recordAt(entries + nth + 1, random)));
  });
  await database.close();
  return tookMs;
};

/** As many bytes as SQLite writes for an entry, roughly: seven pages. */
const syncAtRate = async (seconds: number): Promise<number[]> => {
  const file = openSync(join(folder, 'alone'), 'w');
  const pages = Buffer.alloc(7 * 4096, 1);
  const tookMs = await atRate(seconds, () => {
    writeSync(file, pages);
    fdatasyncSync(file);
  });
  closeSync(file);
  return tookMs;
};

const filtersOf = ({ startUnixMs, entries }: LargeLog): Readonly<Record<string, () => AuditFilter>> => {
  const day = () => {
    const fromUnixMs = startUnixMs + random.below(Math.ceil((entries * BENCH_ENTRY_MS) / DAY_MS)) * DAY_MS;
    return { fromUnixMs, toUnixMs: fromUnixMs + DAY_MS };
  };
  const some = () => ({
    actor: oneOf(BENCH_ACTORS) ?? '',
    camera: oneOf(BENCH_CAMERAS) ?? '',
    action: oneOf(BENCH_ACTIONS) ?? '',
  });
  return {
    everything: () => ({}),
    'an actor': () => ({ actor: some().actor }),
    'an actor of a month': () => ({ actor: 'guest' }),
    'an action': () => ({ actionPrefix: some().action }),
    'all exports': () => ({ actionPrefix: 'export.' }),
    'a camera': () => ({ subjectId: some().camera }),
    'a day': day,
    'a day of a camera': () => ({ ...day(), subjectId: some().camera }),
    'a day of an actor who was not there': () => ({ ...day(), actor: 'guest' }),
    'an actor at a camera': () => ({ actor: some().actor, subjectId: some().camera }),
    'what never comes together': () => ({ actor: 'guest', actionPrefix: 'audit.signed' }),
    'everything at once': () => ({
      ...day(),
      actor: some().actor,
      subjectId: some().camera,
      actionPrefix: some().action,
    }),
  };
};

const searchPages = async (path: string, log: LargeLog): Promise<Readonly<Record<string, number[]>>> => {
  const database = await openSiteDatabase(path, Date.now());
  const tookMs: Record<string, number[]> = {};
  for (const [name, filter] of Object.entries(filtersOf(log))) {
    const times: number[] = [];
    for (let question = 0; question < QUESTIONS; question += 1) {
      const beforeSeq = question % 2 === 0 ? null : random.below(log.entries) + 1;
      const startMs = performance.now();
      const page = await database.stores.audit.readPage(BENCH_SITE, { ...filter(), beforeSeq, limit: PAGE });
      JSON.stringify(page);
      times.push(performance.now() - startMs);
    }
    tookMs[name] = times;
  }
  await database.close();
  return tookMs;
};

const verify = (keyId: string, message: Uint8Array, signature: Uint8Array): boolean | null =>
  keyId === signer.keyId ? verifyHeadSignature(signer.publicKey, message, signature) : null;

const verifyAll = async (path: string, entries: number) => {
  let mostRss = 0;
  const watching = setInterval(() => {
    mostRss = Math.max(mostRss, process.memoryUsage.rss());
  }, 100);
  const before = process.memoryUsage.rss();
  const startMs = performance.now();
  const checked = await checkAuditLog(path, { verify });
  const seconds = (performance.now() - startMs) / 1000;
  clearInterval(watching);
  if (checked?.broken !== null || checked.entries < entries)
    throw new Error('the log of the bench is not whole');
  return { seconds, grewBytes: Math.max(0, mostRss - before) };
};

const ms = (value: number): string => `${value.toFixed(1)} ms`;

try {
  const seconds = Number(secondsText);
  const verified = join(folder, 'verified', 'site.sqlite');
  const entries = Number(verifiedText);
  await makeLargeLog(verified, entries, signer);
  const check = await verifyAll(verified, entries);
  const appendMs = await appendAtRate(verified, entries, seconds);
  const aloneMs = await syncAtRate(Math.min(seconds, 20));
  const searched = join(folder, 'searched', 'site.sqlite');
  const log = await makeLargeLog(searched, Number(searchedText), signer);
  const bytesAnEntry = statSync(searched).size / log.entries;
  const pagesMs = await searchPages(searched, log);
  const all = Object.values(pagesMs).flat();
  const appendP99 = percentile(appendMs, 99);
  const pageP95 = percentile(all, 95);
  const slowest = Object.entries(pagesMs).map(
    ([name, times]): Figure => ({
      name: `a page of ${name}: p95 (median, most)`,
      value: `${ms(percentile(times, 95))} (${ms(median(times))}, ${ms(Math.max(...times))})`,
      goal: null,
      reached: null,
    }),
  );
  publish({
    bench: 'audit-log',
    figures: [
      {
        name: `append at ${RATE}/s for ${seconds} s behind ${entries} entries, each synced: p99 (median)`,
        value: `${ms(appendP99)} (${ms(median(appendMs))})`,
        goal: '<= 5 ms',
        reached: appendP99 <= 5,
      },
      {
        name: 'the disk alone, 28 KiB synced as often: p99 (median)',
        value: `${ms(percentile(aloneMs, 99))} (${ms(median(aloneMs))})`,
        goal: null,
        reached: null,
      },
      {
        name: `verification of ${entries} entries with ${Math.floor(entries / 120)} signatures`,
        value: `${check.seconds.toFixed(1)} s, memory + ${(check.grewBytes / 1e6).toFixed(0)} MB`,
        goal: '<= 10 s',
        reached: check.seconds <= 10,
      },
      {
        name: `a page at ${log.entries} entries, ${all.length} questions: p95 (median)`,
        value: `${ms(pageP95)} (${ms(median(all))})`,
        goal: '<= 100 ms',
        reached: pageP95 <= 100,
      },
      ...slowest,
      { name: 'on disk', value: `${bytesAnEntry.toFixed(0)} bytes an entry`, goal: null, reached: null },
    ],
    raw: { appendMs, aloneMs, check, pagesMs, bytesAnEntry },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
