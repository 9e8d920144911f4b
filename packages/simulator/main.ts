/**
 * The demo cameras as a process: prints one line of JSON when they answer, ends when its input is closed, so that no
 * camera outlives whoever started it. `--clips`: bundled clips instead of pictures drawn now. Lines on the input break and mend: `{"camera":"cau-ben-da","fault":"covered"}`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DEMO_ENGINES, type DemoCameras, type DemoFault, startDemoCameras } from './cameras/demo-cameras.ts';

const FAULTS: readonly DemoFault[] = ['covered', 'frozen', 'shifted', 'unplugged'];

/** What was asked for on the command line counts before MATLANG_DEMO_ENGINE=encoder|clips. */
const { values } = parseArgs({ options: { clips: { type: 'boolean' } } });
const engine =
  values.clips === true ? 'clips' : DEMO_ENGINES.find((name) => name === process.env['MATLANG_DEMO_ENGINE']);
const demo = await startDemoCameras(engine === undefined ? {} : { engine });
const { username, password, engineReason } = demo;
const cameras = demo.cameras.map(({ name, slug, mainUrl, subUrl }) => ({ name, slug, mainUrl, subUrl }));
process.stdout.write(
  `${JSON.stringify({ engine: demo.engine, engineReason, username, password, cameras })}\n`,
);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => obey(demo, line));
input.on('close', () => void demo.close().then(() => process.exit(0)));
// Ctrl-C reaches the whole group of the terminal; whoever started this process decides when it ends.
process.on('SIGINT', () => undefined);

function obey(running: DemoCameras, line: string): void {
  try {
    const order: unknown = JSON.parse(line);
    if (typeof order !== 'object' || order === null || !('camera' in order) || !('fault' in order)) return;
    const fault = FAULTS.find((name) => name === order.fault) ?? null;
    running.cameras.find(({ slug }) => slug === order.camera)?.break(fault);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'unknown'}\n`);
  }
}
