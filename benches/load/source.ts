/** Starts the load source: COUNT cameras out of the load clip, in a process whose cost isn't counted. */
import { join } from 'node:path';
import { type BenchProcess, startProcess } from '../measure/child.ts';
import { LOAD_CLIP, makeClip } from './clip.ts';

export interface LoadSource {
  readonly urls: readonly string[];
  readonly process: BenchProcess;
}

/** Serves when the promise is fulfilled; ends with `process.end()`. */
export const startLoadSource = async (count: number): Promise<LoadSource> => {
  const file = join(import.meta.dirname, 'serve-clip.ts');
  const source = startProcess(process.execPath, [file, makeClip(LOAD_CLIP), String(count)]);
  const { urls } = await source.firstLine();
  if (!Array.isArray(urls)) throw new Error('the load source named no addresses');
  return { urls: urls.map(String), process: source };
};
