/** Ourselves in a race: the recorder's process is what counts; a server is connected to it and counted apart. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RECORDER_NODE_OPTIONS } from '@matlang/recorder/node-options';
import { type BenchProcess, startProcess } from '../measure/child.ts';
import type { Contestant, Recording } from './contestant.ts';

const mainOf = (name: string): string => fileURLToPath(import.meta.resolve(`@matlang/${name}/main`));

export interface SiteRecording extends Recording {
  readonly serverPid: number;
  readonly url: string;
  readonly dataDirectory: string;
  readonly cameraIds: readonly string[];
  /** SIGKILL of the recorder alone. */
  killRecorder(): Promise<void>;
}

/** Adds a camera whose main stream alone is recorded. @returns its id */
export const addCamera = async (
  url: string,
  camera: {
    readonly name: string;
    readonly main: string;
    readonly sub?: string | undefined;
    /** Default: the main stream. */
    readonly record?: 'main' | 'both';
  },
): Promise<string> => {
  const { name, main, sub, record = 'main' } = camera;
  const body = {
    name,
    main: { url: main },
    record,
    ...(sub === undefined ? {} : { sub: { url: sub } }),
  };
  const answer = await fetch(new URL('/api/v1/cameras', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const document: unknown = await answer.json();
  if (!answer.ok || typeof document !== 'object' || document === null || !('id' in document))
    throw new Error(`camera refused: ${JSON.stringify(document)}`);
  return String(document.id);
};

/** Starts server and recorder on an empty folder and adds a camera for each address. */
export const startSite = async (urls: readonly string[], folder: string): Promise<SiteRecording> => {
  const dataDirectory = join(folder, 'site');
  mkdirSync(dataDirectory, { recursive: true });
  const server = startProcess(process.execPath, [mainOf('server'), '--data', dataDirectory, '--port', '0']);
  const url = String((await server.firstLine())['url']);
  const cameraIds: string[] = [];
  for (const [index, main] of urls.entries())
    cameraIds.push(await addCamera(url, { name: `camera ${index + 1}`, main }));
  const recorder: BenchProcess = startProcess(process.execPath, [
    ...RECORDER_NODE_OPTIONS,
    mainOf('recorder'),
    '--data',
    dataDirectory,
  ]);
  await recorder.firstLine();
  return {
    pids: [recorder.pid],
    serverPid: server.pid,
    url,
    dataDirectory,
    cameraIds,
    killRecorder: () => recorder.kill(),
    end: async () => {
      await recorder.end();
      await server.end();
    },
  };
};

/** The recorder with hashes, syncs, index and a connected server. */
export const matlang: Contestant = { name: 'Mắt Làng recorder', start: startSite };
