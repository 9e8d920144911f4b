/** What decodes at this site, for stills and for what is coded anew alike: the program that it names, else the package, else nothing. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { analystConfigurationSchema } from '@matlang/link';
import { FfmpegEngine } from './picture/ffmpeg-engine.ts';
import { loadNodeAvEngine } from './picture/node-av-engine.ts';
import type { PictureEngine } from './picture/picture-engine.ts';
import { ffmpegTranscoder } from './transcode/ffmpeg-transcoder.ts';
import { loadNodeAvTranscoder } from './transcode/node-av-transcoder.ts';
import type { OpenTranscoder } from './transcode/transcoder.ts';

const PROGRAM_TIMEOUT_MS = 10_000;
const run = promisify(execFile);

/** What was found, or why nothing. */
export type ChosenDecoder =
  | {
      readonly engine: PictureEngine;
      /** Null: it decodes and does not encode H.264. */
      readonly openTranscoder: OpenTranscoder | null;
    }
  | { readonly engine: null; readonly openTranscoder: null; readonly reason: string };

/** By `<data>/analyst.json`, where there is one. A program that is named and can't be used is not replaced silently. */
export async function chooseDecoder(dataDirectory: string): Promise<ChosenDecoder> {
  const path = join(dataDirectory, 'analyst.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return await thePackage();
  }
  try {
    const { ffmpeg } = analystConfigurationSchema.parse(JSON.parse(text));
    return ffmpeg === undefined ? await thePackage() : await theProgram(ffmpeg);
  } catch (error) {
    return nothing(`${path}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`);
  }
}

async function thePackage(): Promise<ChosenDecoder> {
  const loaded = await loadNodeAvEngine();
  return loaded.engine === null
    ? nothing(loaded.reason)
    : { engine: loaded.engine, openTranscoder: await loadNodeAvTranscoder() };
}

/** Builds without x264 are about; they make stills. @throws where it can't be run */
async function theProgram(program: string): Promise<ChosenDecoder> {
  const { stdout } = await run(program, ['-hide_banner', '-encoders'], { timeout: PROGRAM_TIMEOUT_MS });
  return {
    engine: new FfmpegEngine(program),
    openTranscoder: / libx264 /.test(stdout) ? ffmpegTranscoder(program) : null,
  };
}

function nothing(reason: string): ChosenDecoder {
  return { engine: null, openTranscoder: null, reason };
}
