/**
 * What the nine simulated cameras of the demo cost while all their 18 streams are watched: drawn, encoded and sent by one process. The
 * watcher is ours and not counted; it answers for every stream, so that nothing is measured of a camera that nobody sees.
 *   node benches/demo-cameras.ts [seconds]
 */
import { fileURLToPath } from 'node:url';
import { machineClocks, probeCamera, ReadPacer, SiteClock } from '@matlang/recorder';
import { seconds, startProcess } from './measure/child.ts';
import { processorSeconds, proportionalBytes } from './measure/process-cost.ts';
import { publish } from './measure/report.ts';
import { median } from './measure/statistics.ts';

const GOAL_CORES = 0.8;
/** The slowest of the demo's streams has 5: cameras that starve cost little. */
const LEAST_FRAMES_PER_SECOND = 4.5;
/** Encoders start one after the other; what is measured comes behind it. */
const WARM_UP_S = 8;
/** A figure for each, the median counts. */
const ROUND_S = 5;
const SIMULATOR = fileURLToPath(import.meta.resolve('@matlang/simulator/main'));

interface Ready {
  readonly engine: string;
  readonly username: string;
  readonly password: string;
  readonly cameras: readonly { readonly name: string; readonly mainUrl: string; readonly subUrl: string }[];
}

const [secondsText = '40'] = process.argv.slice(2);
const measuredS = Number(secondsText);
const simulator = startProcess(process.execPath, [SIMULATOR]);
try {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the line of our own process
  const ready = (await simulator.firstLine()) as unknown as Ready;
  const { username, password } = ready;
  const siteClock = new SiteClock(machineClocks);
  const pacer = new ReadPacer(() => siteClock.monotonicMs(), false);
  const watched = ready.cameras.flatMap(({ mainUrl, subUrl }) => [mainUrl, subUrl]);
  const looks = watched.map((url) =>
    probeCamera({
      url,
      credentials: { username, password },
      transport: 'tcp',
      measureMs: (WARM_UP_S + measuredS) * 1000,
      siteClock,
      pacer,
      log: () => undefined,
    }),
  );
  await seconds(WARM_UP_S);
  const cores: number[] = [];
  for (let round = 0; round < measuredS / ROUND_S; round += 1) {
    const startedMs = performance.now();
    const before = processorSeconds(simulator.pid);
    await seconds(ROUND_S);
    cores.push((processorSeconds(simulator.pid) - before) / ((performance.now() - startedMs) / 1000));
  }
  const memoryBytes = proportionalBytes(simulator.pid);
  const reports = await Promise.all(looks);
  const failed = reports.filter(({ failure }) => failure !== null).length;
  const rates = reports.flatMap(({ media }) => media.map(({ framesPerSecond }) => framesPerSecond ?? 0));
  const slowest = Math.min(...rates);
  const used = median(cores);
  publish({
    bench: 'demo-cameras',
    figures: [
      {
        name: `nine cameras, all ${watched.length} streams watched, engine ${ready.engine}: median of ${cores.length} rounds`,
        value: `${used.toFixed(2)} of a core`,
        goal: `<= ${GOAL_CORES}`,
        reached: used <= GOAL_CORES && failed === 0 && ready.engine === 'encoder',
      },
      { name: 'streams that failed', value: String(failed), goal: '0', reached: failed === 0 },
      {
        name: 'pictures a second of the slowest stream',
        value: slowest.toFixed(1),
        goal: `>= ${LEAST_FRAMES_PER_SECOND}`,
        reached: slowest >= LEAST_FRAMES_PER_SECOND,
      },
      { name: 'memory (PSS)', value: `${(memoryBytes / 1e6).toFixed(0)} MB`, goal: null, reached: null },
    ],
    raw: { cores, reports },
  });
} finally {
  await simulator.end();
}
