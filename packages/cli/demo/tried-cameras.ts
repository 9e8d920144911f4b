/**
 * Simulated cameras of a site that `matlang run` serves: started when somebody wishes to try them in the browser, and at each
 * later start for as long as the site has one of them.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogFile } from '../site/log-file.ts';
import { SiteClient } from '../site/site-client.ts';
import { addDemoCameras, renewDemoCameras } from './add-demo-cameras.ts';
import { type SimulatedCameras, startSimulatedCameras } from './simulated-cameras.ts';

/** One for each site that runs; `stop` at its end. */
export class TriedCameras {
  readonly #dataDirectory: string;
  /** Says to the next start that they were wished for. */
  readonly #mark: string;
  readonly #onFault: (error: unknown) => void;
  #url: string | null = null;
  #started: Promise<SimulatedCameras> | null = null;
  #stopped = false;

  /** @param onFault hears why they could not be started or added; the site runs on */
  constructor(dataDirectory: string, onFault: (error: unknown) => void) {
    this.#dataDirectory = dataDirectory;
    this.#mark = join(dataDirectory, 'simulated-cameras');
    this.#onFault = onFault;
  }

  /** The server answers there: cameras that were wished for before get their new addresses. */
  serverAnswers(url: string): void {
    this.#url = url;
    if (existsSync(this.#mark)) this.#run(renewDemoCameras);
  }

  /** Somebody asked the server for them. */
  wish(): void {
    writeFileSync(this.#mark, '', { mode: 0o600 });
    this.#run(addDemoCameras);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await (await this.#started?.catch(() => null))?.stop();
  }

  #run(tell: typeof renewDemoCameras): void {
    const url = this.#url;
    if (url === null || this.#stopped) return;
    this.#started ??= startSimulatedCameras({
      clips: false,
      log: openLogFile(this.#dataDirectory, 'cameras'),
      logPath: join(this.#dataDirectory, 'log', 'cameras.log'),
    });
    this.#tell(this.#started, new SiteClient(url, this.#dataDirectory), tell).catch(this.#onFault);
  }

  async #tell(
    started: Promise<SimulatedCameras>,
    site: SiteClient,
    tell: typeof renewDemoCameras,
  ): Promise<void> {
    const simulated = await started;
    if ((await tell(site, simulated.cameras)) > 0) return;
    // All were removed meanwhile: nobody tries anything any more.
    rmSync(this.#mark, { force: true });
    this.#started = null;
    await simulated.stop();
  }
}
