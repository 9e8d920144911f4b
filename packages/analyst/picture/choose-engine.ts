/** Which engine decodes at this site: the program that it names, else the package, else none. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { analystConfigurationSchema } from '@matlang/link';
import { FfmpegEngine } from './ffmpeg-engine.ts';
import { loadNodeAvEngine } from './node-av-engine.ts';
import type { PictureEngine } from './picture-engine.ts';

const PROGRAM_TIMEOUT_MS = 10_000;

/** An engine, or why there is none. */
export type ChosenEngine =
  | { readonly engine: PictureEngine }
  | { readonly engine: null; readonly reason: string };

/** By `<data>/analyst.json`, where there is one. A program that is named and can't be used is not replaced silently. */
export async function chooseEngine(dataDirectory: string): Promise<ChosenEngine> {
  const path = join(dataDirectory, 'analyst.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return await loadNodeAvEngine();
  }
  try {
    const { ffmpeg } = analystConfigurationSchema.parse(JSON.parse(text));
    if (ffmpeg === undefined) return await loadNodeAvEngine();
    await promisify(execFile)(ffmpeg, ['-version'], { timeout: PROGRAM_TIMEOUT_MS });
    return { engine: new FfmpegEngine(ffmpeg) };
  } catch (error) {
    return {
      engine: null,
      reason: `${path}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
    };
  }
}
