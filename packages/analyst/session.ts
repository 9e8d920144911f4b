/** What the server asks on one connection, each question with the signal that ends it. */
import type { FromAnalystFrame, ToAnalystFrame } from '@matlang/link';
import type { AnalystSession } from './analyst-socket.ts';
import { answerStills } from './stills/answer-stills.ts';
import type { StillService } from './stills/still-service.ts';
import type { TranscodeChannel, TranscodeService } from './transcode/transcode-service.ts';

/** Of one connection; the server has no more open. */
const MAX_QUESTIONS = 256;
/** Of one connection: all the pages of all the viewers of two streams, and recorded spans. */
const MAX_CHANNELS = 256;

/** One for each connection. */
export class Session implements AnalystSession {
  readonly #stills: StillService;
  readonly #transcoding: TranscodeService;
  readonly #channels = new Map<number, TranscodeChannel>();
  readonly #send: (frame: FromAnalystFrame) => void;
  readonly #questions = new Map<number, AbortController>();

  constructor(stills: StillService, transcoding: TranscodeService, send: (frame: FromAnalystFrame) => void) {
    this.#stills = stills;
    this.#transcoding = transcoding;
    this.#send = send;
  }

  take(frame: Exclude<ToAnalystFrame, { type: 'hello' }>): void {
    switch (frame.type) {
      case 'stills':
        void this.#answer(frame);
        return;
      case 'stills-cancel':
        this.#questions.get(frame.id)?.abort(new Error('the question was taken back'));
        this.#questions.delete(frame.id);
        return;
      case 'subscribe':
      case 'replay':
        this.#open(frame);
        return;
      case 'unsubscribe':
        this.#channels.get(frame.channel)?.close();
        this.#channels.delete(frame.channel);
        return;
      case 'credit':
        this.#channels.get(frame.channel)?.addCredit(frame.bytes);
        return;
      // Two streams at most: there is nothing that could go first.
      case 'priority':
        return;
      default:
        frame satisfies never;
    }
  }

  close(): void {
    for (const question of this.#questions.values()) question.abort(new Error('the server is gone'));
    this.#questions.clear();
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #open(frame: Extract<ToAnalystFrame, { type: 'subscribe' | 'replay' }>): void {
    const { channel } = frame;
    if (this.#channels.size >= MAX_CHANNELS || this.#channels.has(channel)) {
      this.#send({ type: 'channel-state', channel, state: 'refused' });
      return;
    }
    const opened =
      frame.type === 'subscribe'
        ? this.#transcoding.subscribe(frame, this.#send)
        : this.#transcoding.replay(frame, this.#send, () => this.#channels.delete(channel));
    if (opened !== null) this.#channels.set(channel, opened);
  }

  async #answer(frame: Extract<ToAnalystFrame, { type: 'stills' }>): Promise<void> {
    if (this.#questions.size >= MAX_QUESTIONS) {
      this.#send({ type: 'stills-end', id: frame.id, refusal: 'busy', detail: `${MAX_QUESTIONS} questions` });
      return;
    }
    const asked = new AbortController();
    this.#questions.set(frame.id, asked);
    try {
      await answerStills(this.#stills, frame, asked.signal, this.#send);
    } catch (error) {
      // A fault of ours with one picture is not the end of all that others wait for.
      const detail = error instanceof Error ? error.name : 'unknown';
      this.#send({ type: 'stills-end', id: frame.id, refusal: 'internal', detail });
    }
    if (this.#questions.get(frame.id) === asked) this.#questions.delete(frame.id);
  }
}
