/** Where the demo's pictures come from on a machine on which the encoder can't be loaded. */
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@matlang/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEMO_TEXTS } from '../texts/demo-texts.ts';
import { startSimulatedCameras } from './simulated-cameras.ts';

const SIMULATOR = fileURLToPath(import.meta.resolve('@matlang/simulator/main'));
/** What a machine without the binary of node-av says. */
const REASON = 'Cannot find module node-av.node';
const WITHOUT_ENCODER = `--import data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module';
   registerHooks({ resolve: (name, context, next) => {
     if (name.startsWith('node-av')) throw new Error('${REASON}');
     return next(name, context);
   } });`,
)}`;

test('without node-av bundled clips are played, and the terminal says why', { timeout: 60_000 }, async () => {
  vi.stubEnv('NODE_OPTIONS', WITHOUT_ENCODER);
  onTestFinished(() => void vi.unstubAllEnvs());
  const cameras = await startSimulatedCameras({
    clips: false,
    log: new PassThrough().resume(),
    logPath: 'cameras.log',
  });
  onTestFinished(() => cameras.stop());
  expect(cameras.kind).toBe(DEMO_TEXTS.clipsForced);
  expect(cameras.cameras).toHaveLength(9);

  const simulator = await startProcess(process.execPath, [SIMULATOR]);
  onTestFinished(() => simulator.kill());
  const ready: unknown = JSON.parse(await simulator.waitForLine(/^\{"engine"/));
  expect(ready).toMatchObject({ engine: 'clips', engineReason: REASON });
});
