/** The media of one video element (Media Source Extensions): what is done to it, one after the other, as it refuses two at a time. */
import { mediaTypeOf } from '../codec.ts';

/** From second 0 to the last that can be shown: days more than a page stays on one base. */
const LONGEST_S = 30 * 86_400;
/** What stays when there is no room: so much behind and ahead of the position. */
const KEPT_BEHIND_S = 5;
const KEPT_AHEAD_S = 15;

/** Takes fragments of one run after the other at any place of its time. */
export class PlaybackBuffer {
  readonly #media = new MediaSource();
  readonly #address: string;
  readonly #video: HTMLVideoElement;
  #buffer: SourceBuffer | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#address = URL.createObjectURL(this.#media);
    video.src = this.#address;
  }

  /** Another run begins. @throws DOMException of the buffer */
  async begin(codecString: string, init: Uint8Array): Promise<void> {
    const type = mediaTypeOf(codecString);
    if (this.#media.readyState === 'closed')
      await new Promise((resolve) => this.#media.addEventListener('sourceopen', resolve, { once: true }));
    await this.#change((buffer) => {
      buffer.changeType(type);
      buffer.appendBuffer(init.slice());
    }, type);
  }

  /** @param offsetS is added to its media time. @throws DOMException of the buffer, `QuotaExceededError` where there is no room */
  async append(bytes: Uint8Array, offsetS: number): Promise<void> {
    await this.#change((buffer) => {
      if (buffer.timestampOffset !== offsetS) buffer.timestampOffset = offsetS;
      buffer.appendBuffer(bytes.slice());
    });
  }

  /** Forgets what is earlier. */
  async removeBefore(second: number): Promise<void> {
    const { buffered } = this.#video;
    if (buffered.length > 0 && buffered.start(0) < second)
      await this.#change((buffer) => buffer.remove(0, Math.max(0.001, second)));
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await this.#change((buffer) => buffer.remove(0, LONGEST_S));
  }

  /** Jumps leave media behind and ahead: all but what is close to the position goes. */
  async makeRoom(atS: number): Promise<void> {
    await this.#change((buffer) => buffer.remove(0, Math.max(0.001, atS - KEPT_BEHIND_S)));
    await this.#change((buffer) => buffer.remove(atS + KEPT_AHEAD_S, LONGEST_S));
  }

  close(): void {
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#address);
  }

  /** @param type makes the buffer when there is none yet */
  async #change(work: (buffer: SourceBuffer) => void, type?: string): Promise<void> {
    const done = this.#changeAfter(this.#work, work, type);
    this.#work = done.catch(() => undefined);
    await done;
  }

  async #changeAfter(
    before: Promise<void>,
    work: (buffer: SourceBuffer) => void,
    type: string | undefined,
  ): Promise<void> {
    await before;
    if (this.#media.readyState !== 'open') return;
    if (this.#buffer === null && type !== undefined) {
      // A position is taken only within it; with an endless one only where media is already.
      this.#media.duration = LONGEST_S;
      this.#buffer = this.#media.addSourceBuffer(type);
    }
    const buffer = this.#buffer;
    if (buffer === null) return;
    const updated = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    work(buffer);
    await updated;
  }
}
