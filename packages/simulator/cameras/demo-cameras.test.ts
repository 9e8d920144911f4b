import { fileURLToPath } from 'node:url';
import { requireWitness, runProgram, startProcess } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { startDemoCameras } from '../index.ts';

test('the nine answer with their clips, can be unplugged, and come back', async (context) => {
  const ffprobe = requireWitness('ffprobe', context);
  const demo = await startDemoCameras({ engine: 'clips' });
  onTestFinished(() => demo.close());
  expect(demo.engine).toBe('clips');
  expect(new Set(demo.cameras.map(({ mainUrl }) => mainUrl)).size).toBe(9);
  const probe = async (url: string): Promise<string> => {
    const address = url.replace('rtsp://', `rtsp://${demo.username}:${demo.password}@`);
    const options = [
      '-v',
      'error',
      '-analyzeduration',
      '200000',
      '-rtsp_transport',
      'tcp',
      '-show_entries',
      'stream=codec_name,width',
      '-of',
      'csv=p=0',
    ];
    return (await runProgram(ffprobe, [...options, address])).stdout.trim();
  };
  const [first] = demo.cameras;
  expect(await probe(first!.mainUrl)).toBe('h264,1280');
  expect(await probe(demo.cameras.find(({ slug }) => slug === 'cau-ben-da')!.subUrl)).toBe('hevc,640');
  first!.break('unplugged');
  await expect(probe(first!.mainUrl)).rejects.toThrow();
  expect(() => first!.break('covered')).toThrow(TypeError);
  first!.break(null);
  expect(await probe(first!.mainUrl)).toBe('h264,1280');
});

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

test('--clips is what the process plays, whatever the environment says', async () => {
  const started = await startProcess(process.execPath, [main, '--clips'], {
    env: { MATLANG_DEMO_ENGINE: 'encoder' },
  });
  onTestFinished(() => started.kill());
  const printed: unknown = JSON.parse(await started.waitForLine(/^\{/));
  expect(printed).toMatchObject({ engine: 'clips', engineReason: null });
  started.child.stdin?.end();
  expect((await started.ended).code).toBe(0);
});

test('an option that the process does not know is refused', async () => {
  const started = await startProcess(process.execPath, [main, '--clip']);
  onTestFinished(() => started.kill());
  expect((await started.ended).code).toBe(1);
});

test('the process prints its cameras and ends with its input', async () => {
  const started = await startProcess(process.execPath, [main], { env: { MATLANG_DEMO_ENGINE: 'clips' } });
  onTestFinished(() => started.kill());
  const printed: unknown = JSON.parse(await started.waitForLine(/^\{/));
  expect(printed).toMatchObject({ engine: 'clips', username: 'demo' });
  started.child.stdin?.end();
  expect((await started.ended).code).toBe(0);
});
