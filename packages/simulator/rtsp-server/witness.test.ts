import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  frameMd5,
  requireWitness,
  runProgram,
  type SkippingContext,
  temporaryDirectory,
} from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type AuthenticationScheme,
  createClip,
  createRtspServe,
  createRtspServer,
  createSyntheticH264,
  playClip,
  readFrameStrip,
} from '../index.ts';

const CREDENTIALS = { username: 'admin', password: 's3cret:@/' };
const TRANSPORTS = ['tcp', 'udp'] as const;
const FRAMES = 40;

function withCredentials(url: string): string {
  const { username, password } = CREDENTIALS;
  return url.replace('rtsp://', `rtsp://${username}:${encodeURIComponent(password)}@`);
}

function clip(context: SkippingContext, name: string): string {
  return join(requireWitness('shared-clips', context), name);
}

const CLIPS = [
  { name: 'camera/kvs_street-dusk_h264_640x480.mp4', parameterSets: 'before-sync' },
  { name: 'camera/kvs_aquarium_h265_640x360.mp4', parameterSets: 'as-in-file' },
  { name: 'derived/sub_360p15_h264_300k.mp4', parameterSets: 'before-sync' },
] as const;

describe('ffmpeg shows exactly the frames of the file', () => {
  for (const { name, parameterSets } of CLIPS) {
    for (const transport of TRANSPORTS) {
      test(`${name} over ${transport}`, async (context) => {
        const ffmpeg = requireWitness('ffmpeg', context);
        const file = clip(context, name);
        const server = await createRtspServe(
          [{ file, path: '/main', clip: { parameterSets, audio: 'none' } }],
          { speed: 2 },
        );
        onTestFinished(() => server.close());
        const [played, original] = await Promise.all([
          frameMd5(ffmpeg, server.urls[0]!, { input: ['-rtsp_transport', transport], frames: FRAMES }),
          frameMd5(ffmpeg, file, { frames: FRAMES }),
        ]);
        expect(played.length).toBe(FRAMES);
        expect(played).toEqual(original);
      });
    }
  }
});

test('pictures with B frames and open GOP keep their order and times', async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  const file = join(await temporaryDirectory(context), 'b-frames.mp4');
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'fast',
    '-bf',
    '3',
    '-g',
    '24',
    '-x264-params',
    'open-gop=1:b-pyramid=2',
  ];
  await runProgram(ffmpeg, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x240:r=25',
    '-t',
    '3',
    ...encoder,
    file,
  ]);
  const server = await createRtspServe([{ file, path: '/b' }], { speed: 2 });
  onTestFinished(() => server.close());
  const [played, original] = await Promise.all([
    frameMd5(ffmpeg, server.urls[0]!, { input: ['-rtsp_transport', 'tcp'], frames: FRAMES }),
    frameMd5(ffmpeg, file, { frames: FRAMES }),
  ]);
  expect(played).toEqual(original);
});

describe('ffmpeg hears exactly the sound of the file', () => {
  for (const name of ['camera/kvs_audio_g711a_8k.wav', 'camera/kvs_audio_aac_48k_stereo.aac']) {
    for (const transport of TRANSPORTS) {
      test(`${name} over ${transport}`, async (context) => {
        const ffmpeg = requireWitness('ffmpeg', context);
        const file = clip(context, name);
        const server = await createRtspServe([{ file, path: '/sound' }]);
        onTestFinished(() => server.close());
        const coded = async (source: string, input: readonly string[]): Promise<readonly string[]> => {
          const { stdout } = await runProgram(ffmpeg, [
            '-v',
            'error',
            ...input,
            '-i',
            source,
            '-c',
            'copy',
            '-frames:a',
            '60',
            '-f',
            'framemd5',
            '-',
          ]);
          return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
        };
        const played = (await coded(server.urls[0]!, ['-rtsp_transport', transport])).map(
          (line) => line.split(',')[5],
        );
        expect(played.length).toBe(60);
        if (name.endsWith('.aac')) {
          // Of ADTS, ffmpeg digests the frames with their headers: compare with the payloads of a copy in MP4.
          const directory = await temporaryDirectory(context);
          const copy = join(directory, 'sound.mp4');
          await runProgram(ffmpeg, ['-v', 'error', '-i', file, '-c', 'copy', copy]);
          expect(played).toEqual((await coded(copy, [])).map((line) => line.split(',')[5]));
        } else {
          const sound = readFileSync(file).subarray(-160_000);
          const { createHash } = await import('node:crypto');
          const digest = (from: number): string =>
            ` ${createHash('md5')
              .update(sound.subarray(from, from + 160))
              .digest('hex')}`;
          expect(played).toEqual(Array.from({ length: 60 }, (_, i) => digest(i * 160)));
        }
      });
    }
  }
});

test('ffprobe takes every order of authentication schemes, and wrong passwords are refused', async (context) => {
  const ffprobe = requireWitness('ffprobe', context);
  const track = createSyntheticH264({ frames: 50, framesPerSecond: 25, gopFrames: 5 });
  const orders: readonly (readonly AuthenticationScheme[])[] = [
    ['basic'],
    ['digest-md5'],
    ['digest-sha256', 'digest-md5'],
    ['basic', 'digest-md5'],
  ];
  for (const schemes of orders) {
    for (const qop of [true, false]) {
      const server = await createRtspServer({
        mounts: [{ path: '/a?b=1&c=2', source: playClip(createClip([track])) }],
        authentication: { ...CREDENTIALS, schemes, qop },
      });
      onTestFinished(() => server.close());
      const url = withCredentials(server.urlOf('/a?b=1&c=2'));
      const probe = (address: string): ReturnType<typeof runProgram> =>
        runProgram(ffprobe, [
          '-v',
          'error',
          '-analyzeduration',
          '200000',
          '-rtsp_transport',
          'tcp',
          '-show_entries',
          'stream=width',
          '-of',
          'csv',
          address,
        ]);
      expect((await probe(url)).stdout).toContain('stream,512');
      await expect(probe(url.replace('s3cret', 'wrong'))).rejects.toThrow(/401/);
    }
  }
});

test('synthetic H.264 decodes without complaint and its strip reads back, over a loop and a change of GOP', async (context) => {
  const ffmpeg = requireWitness('ffmpeg', context);
  const track = createSyntheticH264({
    frames: 60,
    framesPerSecond: 25,
    gopFrames: 20,
    firstFrameNumber: 0xabcd,
  });
  const server = await createRtspServer({
    mounts: [{ path: '/s', source: playClip(createClip([track]), { speed: 4 }) }],
  });
  onTestFinished(() => server.close());
  const directory = await temporaryDirectory(context);
  const raw = join(directory, 'raw.yuv');
  const { stderr } = await runProgram(ffmpeg, [
    '-v',
    'warning',
    '-rtsp_transport',
    'tcp',
    '-i',
    server.urlOf('/s'),
    '-frames:v',
    '80',
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    raw,
  ]);
  expect(stderr).not.toMatch(/error|corrupt|concealing/i);
  const bytes = readFileSync(raw);
  const frameBytes = (512 * 288 * 3) / 2;
  const numbers = Array.from({ length: 80 }, (_, i) =>
    readFrameStrip(bytes.subarray(i * frameBytes, i * frameBytes + 512 * 288), 512, 288),
  );
  expect(numbers).toEqual(Array.from({ length: 80 }, (_, i) => 0xabcd + (i % 60)));
});
