/** Shows the demo's cameras in the terminal: a table drawn again in place, or a line at each change where there is no terminal. */
import type { WriteStream } from 'node:tty';
import { type StatusAnswer, statusSchema } from '@matlang/contract';
import { SiteClient } from '../site/site-client.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { formatTable } from '../terminal/table.ts';

const REFRESH_MS = 2000;

/** What a newcomer may want to do next, told once the cameras are recorded. */
const nextSteps = (url: string, directory: string, cameraName: string): string =>
  [
    '',
    `Open ${url} in a browser, or try from another terminal:`,
    `  npx matlang camera list --data ${directory}`,
    `  npx matlang export "${cameraName}" --data ${directory} --from $(date -d '-1 min' +%s000) --to $(date +%s000) -o minute.mp4`,
    `  npx matlang check --data ${directory}`,
    `  curl ${url}/api/v1/status`,
    '',
  ].join('\n');

/** Draws until stopped. */
export class StateDisplay {
  readonly #out: WriteStream;
  readonly #directory: string;
  #timer: NodeJS.Timeout | null = null;
  #drawnLines = 0;
  #lastSummary = '';
  #toldNext = false;

  constructor(out: WriteStream, directory: string) {
    this.#out = out;
    this.#directory = directory;
  }

  /** @param url address of the site's server. */
  start(url: string): void {
    this.stop();
    this.#out.write(`Mắt Làng: ${url}\n`);
    const site = new SiteClient(url);
    const refresh = async (): Promise<void> => {
      try {
        this.#draw(url, statusSchema.parse(await site.call('GET', '/api/v1/status')));
      } catch {
        // The server starts again by itself; the next round shows it.
      }
      if (this.#timer !== null) this.#timer = setTimeout(() => void refresh(), REFRESH_MS);
    };
    this.#timer = setTimeout(() => void refresh(), 500);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #draw(url: string, status: StatusAnswer): void {
    const streams = status.cameras.flatMap((camera) =>
      camera.streams.map((stream) => ({ name: camera.name, ...stream })),
    );
    const receiving = streams.filter(({ state }) => state === 'receiving').length;
    const summary = `${receiving} of ${streams.length} streams recorded`;
    if (!this.#toldNext && receiving > 0 && receiving === streams.length) {
      this.#toldNext = true;
      this.#drawnLines = 0;
      this.#out.write(nextSteps(url, this.#directory, status.cameras[0]?.name ?? ''));
    }
    if (!this.#out.isTTY) {
      if (summary !== this.#lastSummary) this.#out.write(`${summary}\n`);
      this.#lastSummary = summary;
      return;
    }
    const rows = status.cameras.map((camera) => {
      const main = camera.streams.find(({ stream }) => stream === 'main');
      const sub = camera.streams.find(({ stream }) => stream === 'sub');
      const { measured } = main ?? { measured: null };
      return [
        camera.name,
        main?.message.vi ?? '',
        measured?.codec ?? '',
        measured === null ? '' : `${measured.framesPerSecond.toFixed(1)}/s`,
        measured === null ? '' : `${(measured.bitsPerSecond / 1e6).toFixed(2)} Mbit/s`,
        sub?.message.vi ?? '',
      ];
    });
    const disk = status.volumes
      .map((volume) => `${volume.path}: ${formatBytes(volume.archiveBytes ?? 0)}`)
      .join('; ');
    const text = `${formatTable(['camera', 'luồng chính', 'codec', 'fps', 'bit rate', 'luồng phụ'], rows)}\n${summary}; ${disk}\n`;
    if (this.#drawnLines > 0) this.#out.write(`\u001b[${this.#drawnLines}A\u001b[J`);
    this.#out.write(text);
    this.#drawnLines = text.split('\n').length - 1;
  }
}
