/** The process of the simulated cameras: they cost processor time of their own, so that they live apart from the site. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Bilingual } from '@matlang/contract';
import { z } from 'zod';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { DEMO_TEXTS as TEXTS } from '../texts/demo-texts.ts';

const MAIN = fileURLToPath(import.meta.resolve('@matlang/simulator/main'));

const readySchema = z.object({
  engine: z.enum(['encoder', 'clips']),
  /** Why it isn't the encoder, where it isn't. */
  engineReason: z.string().nullable(),
  username: z.string(),
  password: z.string(),
  cameras: z.array(z.object({ name: z.string(), mainUrl: z.string(), subUrl: z.string() })),
});

/** How the site reaches one of them. */
export interface DemoCamera {
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly username: string;
  readonly password: string;
}

/** The cameras that answer, until they are stopped. */
export interface SimulatedCameras {
  /** A sentence for the terminal: where the pictures come from. */
  readonly kind: Bilingual;
  readonly cameras: readonly DemoCamera[];
  stop(): Promise<void>;
}

/** Starts the nine cameras and waits until they answer. */
export const startSimulatedCameras = async (options: {
  readonly clips: boolean;
  readonly log: Writable;
  /** Where `log` goes to, for whoever has to look into it. */
  readonly logPath: string;
}): Promise<SimulatedCameras> => {
  const child = spawn(process.execPath, [MAIN, ...(options.clips ? ['--clips'] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stderr.pipe(options.log, { end: false });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(() => null),
  ]);
  if (line === null)
    throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.camerasNotStarted, { log: options.logPath }));
  const ready = readySchema.parse(JSON.parse(line));
  return {
    kind:
      ready.engine === 'encoder'
        ? TEXTS.drawn
        : ready.engineReason === null
          ? TEXTS.clipsAsked
          : TEXTS.clipsForced,
    cameras: ready.cameras.map((camera) => ({
      ...camera,
      username: ready.username,
      password: ready.password,
    })),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
