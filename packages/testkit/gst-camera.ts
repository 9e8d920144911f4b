/** A camera served by GStreamer's RTSP server: not a line of it is ours, so that it can contradict us. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from './child-process.ts';
import { freePort } from './free-port.ts';
import { requireWitness, type SkippingContext } from './witness.ts';

/** As `camsim_gst.py` takes it. */
export interface GstStream {
  readonly file: string;
  readonly protocols?: 'any' | 'tcp' | 'udp';
  readonly mtu?: number;
  readonly config_interval?: number;
  readonly audio?: 'file' | 'none' | 'pcma' | 'pcmu' | 'aac';
  readonly audio_file?: string;
  readonly repeat?: number;
}

/** What the GStreamer camera serves and to whom; without a port it takes a free one. */
export interface GstCameraOptions {
  /** By path, e.g. `/main`. */
  readonly streams: Readonly<Record<string, GstStream>>;
  /** Default none. */
  readonly auth?: 'digest' | 'basic' | 'none';
  readonly user?: string;
  readonly password?: string;
  readonly port?: number;
}

/** The running camera: where its streams are, and the process, for tests that stop or kill it. */
export interface GstCamera {
  readonly port: number;
  readonly process: StartedProcess;
  urlOf(path: string): string;
  /** Ends it (SIGKILL unless told otherwise) and removes its files. */
  close(): Promise<void>;
}

/** Serves when the promise is fulfilled. Skips the test where GStreamer or the script is missing. */
export async function startGstCamera(
  context: SkippingContext,
  options: GstCameraOptions,
): Promise<GstCamera> {
  const python = requireWitness('gst', context);
  const script = join(requireWitness('shared-tools', context), 'camsim_gst.py');
  const port = options.port ?? (await freePort());
  const directory = await mkdtemp(join(tmpdir(), 'matlang-gst-'));
  const configuration = {
    port,
    host: '127.0.0.1',
    user: options.user ?? 'admin',
    password: options.password ?? 's3cret',
    auth: options.auth ?? 'none',
    realm: 'IP Camera',
    streams: options.streams,
  };
  const path = join(directory, 'camera.json');
  await writeFile(path, JSON.stringify(configuration));
  const started = await startProcess(python, [script, path]);
  const close = async (): Promise<void> => {
    await started.kill();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await started.waitForLine(/^ready /, 30_000);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, process: started, urlOf: (streamPath) => `rtsp://127.0.0.1:${port}${streamPath}`, close };
}
