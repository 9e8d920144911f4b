/** Shows the demo's cameras in the terminal: a table drawn again in place, or a line at each change where there is no terminal. */
import { dirname, resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import type { StatusAnswer } from '@matlang/contract';
import { cameraTroubles, codecName, streamWord, volumeTroubles } from '../cameras/stream-words.ts';
import { bytes, decimal } from '../language/figures.ts';
import { filled, type Say } from '../language/say.ts';
import { receivingCount } from '../run/site-changes.ts';
import { StatusPoll } from '../site/status-poll.ts';
import { RedrawnBlock } from '../terminal/redrawn-block.ts';
import { formatTable } from '../terminal/table.ts';
import { CAMERA_TEXTS } from '../texts/camera-texts.ts';
import { DEMO_TEXTS as TEXTS } from '../texts/demo-texts.ts';

const HEAD = [
  CAMERA_TEXTS.headCamera,
  CAMERA_TEXTS.headMain,
  CAMERA_TEXTS.headCodec,
  CAMERA_TEXTS.headFrames,
  CAMERA_TEXTS.headMegabits,
  CAMERA_TEXTS.headSub,
] as const;

/** Draws until stopped. */
export class StateDisplay {
  readonly #out: WriteStream;
  readonly #say: Say;
  readonly #typedDirectory: string;
  readonly #block: RedrawnBlock;
  readonly #poll: StatusPoll;
  #url = '';
  #lastSummary = '';
  #toldNext = false;

  /** @param typedDirectory of the site as it was typed, for the commands that are proposed */
  constructor(out: WriteStream, say: Say, typedDirectory: string) {
    this.#out = out;
    this.#say = say;
    this.#typedDirectory = typedDirectory;
    this.#poll = new StatusPoll(resolve(typedDirectory), (status) => this.show(status));
    this.#block = new RedrawnBlock(out);
  }

  /** @param url address of the site's server. */
  start(url: string): void {
    this.#url = url;
    this.#block.leave();
    this.#out.write(`Mắt Làng: ${url}\n`);
    this.#poll.start(url);
  }

  stop(): void {
    this.#poll.stop();
  }

  /** Shows how the site is now. */
  show(status: StatusAnswer): void {
    const count = receivingCount(status);
    this.#tellNext(status, count);
    if (this.#out.isTTY) {
      this.#block.draw(stateLines(this.#say, status), (left) =>
        this.#say(filled(TEXTS.more, { count: left })),
      );
      return;
    }
    const summary = this.#say(filled(TEXTS.summary, count));
    if (summary !== this.#lastSummary) this.#out.write(`${summary}\n`);
    this.#lastSummary = summary;
  }

  /** What a newcomer may want to do next, told once the cameras are recorded. */
  #tellNext({ cameras }: StatusAnswer, { receiving, all }: { receiving: number; all: number }): void {
    if (this.#toldNext || receiving === 0 || receiving < all) return;
    this.#toldNext = true;
    this.#block.leave();
    const next = filled(TEXTS.nextSteps, {
      url: this.#url,
      directory: this.#typedDirectory,
      folder: dirname(this.#typedDirectory),
      camera: cameras[0]?.name ?? '',
    });
    this.#out.write(`${this.#say(next)}\n`);
  }
}

/** The table (80 columns hold it while no name is longer than 22), what is wrong as sentences below it, and the sum. */
export const stateLines = (say: Say, status: StatusAnswer): readonly string[] => {
  const rows = status.cameras.map(({ name, record, streams }) => {
    const main = streams.find(({ stream }) => stream === 'main');
    const sub = streams.find(({ stream }) => stream === 'sub');
    const measured = main?.state === 'receiving' ? main.measured : null;
    return [
      name,
      main === undefined ? '' : say(streamWord(main, record)),
      codecName(measured?.codec ?? ''),
      measured === null ? '' : say(decimal(measured.framesPerSecond, 1)),
      measured === null ? '' : say(decimal(measured.bitsPerSecond / 1e6, 2)),
      sub === undefined ? '' : say(streamWord(sub, record)),
    ];
  });
  const size = bytes(status.volumes.reduce((sum, volume) => sum + (volume.archiveBytes ?? 0), 0));
  const summary = filled(TEXTS.summaryWithSize, { ...receivingCount(status), size });
  const troubles = [
    ...volumeTroubles(status.volumes),
    ...status.cameras.flatMap(cameraTroubles).map(({ sentence }) => sentence),
  ].map(say);
  return [...formatTable(HEAD.map(say), rows).split('\n'), say(summary), ...troubles];
};
