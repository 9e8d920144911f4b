/** The real processes of a site for a browser: server, recorder, analyst. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RECORDER_NODE_OPTIONS } from '@matlang/recorder/node-options';
import { addCamera } from '../contestants/matlang.ts';
import { type BenchProcess, startProcess } from '../measure/child.ts';

const mainOf = (name: string): string => fileURLToPath(import.meta.resolve(`@matlang/${name}/main`));

export interface WebCamera {
  readonly name: string;
  readonly main: string;
  readonly sub?: string;
}

export interface WebSiteOptions {
  readonly dataDirectory: string;
  readonly onEnd: (end: () => Promise<void>) => void;
  /** Default: the site's own. */
  readonly volumePath?: string;
}

export interface WebServer {
  readonly url: string;
  readonly process: BenchProcess;
}

/** Runs until the bench ends, or its process is ended. */
export const startServer = async ({
  dataDirectory,
  onEnd,
  volumePath,
}: WebSiteOptions): Promise<WebServer> => {
  mkdirSync(dataDirectory, { recursive: true });
  const volume = volumePath === undefined ? [] : ['--volume', `bench=${volumePath}`];
  const args = [mainOf('server'), '--data', dataDirectory, '--port', '0', ...volume];
  const server = startProcess(process.execPath, args);
  onEnd(() => server.end());
  return { url: String((await server.firstLine())['url']), process: server };
};

/** Runs until the bench ends. */
export const startRecorder = async ({ dataDirectory, onEnd }: WebSiteOptions): Promise<BenchProcess> => {
  const args = [...RECORDER_NODE_OPTIONS, mainOf('recorder'), '--data', dataDirectory];
  const recorder = startProcess(process.execPath, args);
  onEnd(() => recorder.end());
  await recorder.firstLine();
  return recorder;
};

/** Runs until the bench ends. */
export const startAnalyst = async ({ dataDirectory, onEnd }: WebSiteOptions): Promise<BenchProcess> => {
  const analyst = startProcess(process.execPath, [mainOf('analyst'), '--data', dataDirectory]);
  onEnd(() => analyst.end());
  await analyst.firstLine();
  return analyst;
};

export interface LiveSite extends WebServer {
  readonly recorder: BenchProcess;
}

/** A site that records the cameras and shows them live. */
export const startLiveSite = async (
  cameras: readonly WebCamera[],
  options: WebSiteOptions,
): Promise<LiveSite> => {
  const server = await startServer(options);
  for (const camera of cameras) await addCamera(server.url, camera);
  return { ...server, recorder: await startRecorder(options) };
};
