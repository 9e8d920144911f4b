/** What an ffmpeg program as transcoder must not do: outlive the analyst, hang, take the memory of the machine. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANALYST_SOCKET, encodeToAnalystFrame, LINK_PROTOCOL_VERSION, RECORDER_SOCKET } from '@matlang/link';
import { requireWitness, startProcess, temporaryDirectory, until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { makeClip } from '../picture/recognise-for-tests.ts';
import { type Clip, readClip } from './clip-for-tests.ts';
import { ClipRecorder } from './clip-recorder-for-tests.ts';
import { ffmpegTranscoder } from './ffmpeg-transcoder.ts';
import { type TranscodedPicture, TranscoderOverError } from './transcoder.ts';

const ANALYST = fileURLToPath(new URL('../main.ts', import.meta.url));
const CAMERA = '0192f0c4-7a10-7000-8000-000000000001';
const START = Date.UTC(2026, 1, 15, 7, 30);
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-g', '12', '-x265-params'];

function h265(directory: string, pictures = 60): Clip & { readonly file: string } {
  const file = join(directory, 'clip.mp4');
  makeClip(file, pictures, [...X265, 'log-level=error:scenecut=0:open-gop=0:bframes=0']);
  return { ...readClip(file), file };
}

/** Of the processes that run, by the id of who started them. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      // Behind the program's name, which may have brackets: state, parent …
      const [, ppid] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
      return Number(ppid) === parent ? [pid] : [];
    } catch {
      return [];
    }
  });
}

function stateOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.[0] ?? null;
  } catch {
    return null;
  }
}

const isAlive = (pid: number): boolean => {
  const state = stateOf(pid);
  return state !== null && state !== 'Z';
};

test('it is ended first and runs as nicely as the analyst, and does not outlive it, however that one ends', async (context) => {
  requireWitness('ffmpeg', context);
  const data = await temporaryDirectory(context);
  const { file } = h265(data);
  await mkdir(join(data, 'run'));
  await writeFile(join(data, 'analyst.json'), '{"ffmpeg": "ffmpeg"}');
  const recorder = await ClipRecorder.start(context, join(data, RECORDER_SOCKET), file, CAMERA, START);
  const analyst = await startProcess(process.execPath, [ANALYST, '--data', data]);
  context.onTestFinished(() => analyst.kill());
  await analyst.waitForLine(/"ready":true/, 60_000);
  // As the supervisor does.
  writeFileSync(`/proc/${analyst.pid}/oom_score_adj`, '800');
  const socket = connect(join(data, ANALYST_SOCKET));
  context.onTestFinished(() => void socket.destroy());
  let receivedBytes = 0;
  socket.on('data', (chunk) => {
    receivedBytes += chunk.length;
  });
  const hello = { protocolVersion: LINK_PROTOCOL_VERSION, role: 'server', productVersion: 'test' } as const;
  socket.write(encodeToAnalystFrame({ type: 'hello', ...hello }));
  const stream = { channel: 1, cameraId: CAMERA, kind: 'main', creditBytes: 4_000_000, priority: 1 } as const;
  socket.write(encodeToAnalystFrame({ type: 'subscribe', ...stream }));
  await until('the recorder is asked', () => recorder.heard.some(({ type }) => type === 'subscribe'));
  recorder.begin();
  recorder.send(0, 60);
  await until('pictures come', () => receivedBytes > 10_000);
  const [program = 0, ...others] = childrenOf(analyst.pid);
  expect(others).toEqual([]);
  expect(readFileSync(`/proc/${program}/comm`, 'latin1').trim()).toBe('ffmpeg');
  expect(readFileSync(`/proc/${program}/oom_score_adj`, 'latin1').trim()).toBe('800');
  // The nineteenth field; the analyst is five nicer than who started it.
  const niceOf = (pid: number): string | undefined =>
    readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[16];
  expect(niceOf(program)).toBe(niceOf(analyst.pid));
  await analyst.kill('SIGKILL');
  await until('it has noticed that its input ended', () => !isAlive(program), 10_000);
}, 120_000);

test('the last viewer ends it at once', async (context) => {
  requireWitness('ffmpeg', context);
  const { format, pictures } = h265(await temporaryDirectory(context));
  const before = childrenOf(process.pid);
  const shown: TranscodedPicture[] = [];
  const onPicture = (picture: TranscodedPicture): void => void shown.push(picture);
  const transcoder = await ffmpegTranscoder('ffmpeg')({
    format,
    maxHeightPixels: 360,
    allSync: false,
    onPicture,
  });
  for (const picture of pictures.slice(0, 30)) await transcoder.push(picture, true);
  await until('pictures come out', () => shown.length > 20);
  const started = childrenOf(process.pid).filter((pid) => !before.includes(pid));
  expect(started).toHaveLength(1);
  transcoder.close();
  const many = shown.length;
  await until('it is gone', () => !started.some(isAlive), 5000);
  expect(shown).toHaveLength(many);
  await expect(transcoder.push(pictures[30]!, true)).rejects.toThrow('closed');
});

test('one that says nothing, that is killed, that takes too much memory, or is not there: over, and no process is left', async (context) => {
  requireWitness('ffmpeg', context);
  const { format, pictures } = h265(await temporaryDirectory(context));
  const settings = { format, maxHeightPixels: 360, allSync: false, onPicture: () => {} };
  const before = childrenOf(process.pid);
  const startedNow = (): readonly number[] => childrenOf(process.pid).filter((pid) => !before.includes(pid));
  // More than pipes hold.
  const pushAll = async (open: ReturnType<typeof ffmpegTranscoder>, meanwhile: (pid: number) => void) => {
    const transcoder = await open(settings);
    // One that is not there has no process; 0 would be all of ours.
    for (const pid of startedNow()) meanwhile(pid);
    try {
      for (let round = 0; round < 2000; round += 1) {
        for (const picture of pictures) {
          const laterTicks = round * 60 * 3600;
          const { dtsTicks, ptsTicks, data } = picture;
          await transcoder.push(
            { data, dtsTicks: dtsTicks + laterTicks, ptsTicks: ptsTicks + laterTicks },
            true,
          );
        }
      }
      return null;
    } catch (error) {
      return error;
    } finally {
      transcoder.close();
      await until('it is gone', () => startedNow().every((one) => !isAlive(one)), 10_000);
    }
  };
  const silent = ffmpegTranscoder('ffmpeg', { silentMs: 3000 });
  expect(await pushAll(silent, (pid) => process.kill(pid, 'SIGSTOP'))).toBeInstanceOf(TranscoderOverError);
  const killed = await pushAll(ffmpegTranscoder('ffmpeg'), (pid) => process.kill(pid, 'SIGKILL'));
  expect(killed).toBeInstanceOf(TranscoderOverError);
  const greedy = ffmpegTranscoder('ffmpeg', { maxResidentBytes: 10_000_000 });
  expect(await pushAll(greedy, () => {})).toBeInstanceOf(TranscoderOverError);
  expect(await pushAll(ffmpegTranscoder('/nowhere/ffmpeg'), () => {})).toBeInstanceOf(TranscoderOverError);
  // It hangs at its end.
  const transcoder = await silent(settings);
  for (const picture of pictures.slice(0, 5)) await transcoder.push(picture, true);
  for (const pid of startedNow()) process.kill(pid, 'SIGSTOP');
  await expect(transcoder.flush()).rejects.toBeInstanceOf(TranscoderOverError);
  await until('it is gone', () => startedNow().every((one) => !isAlive(one)), 10_000);
}, 120_000);
