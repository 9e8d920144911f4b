/** What the server asks on one connection, each question with the signal that ends it. */
import type { FromAnalystFrame, ToAnalystFrame } from '@matlang/link';
import type { AnalystSession } from './analyst-socket.ts';
import { answerStills } from './stills/answer-stills.ts';
import type { StillService } from './stills/still-service.ts';

/** Of one connection; the server has no more open. */
const MAX_QUESTIONS = 256;

/** One for each connection. */
export class Session implements AnalystSession {
  readonly #stills: StillService;
  readonly #send: (frame: FromAnalystFrame) => void;
  readonly #questions = new Map<number, AbortController>();

  constructor(stills: StillService, send: (frame: FromAnalystFrame) => void) {
    this.#stills = stills;
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
      default:
        frame satisfies never;
    }
  }

  close(): void {
    for (const question of this.#questions.values()) question.abort(new Error('the server is gone'));
    this.#questions.clear();
  }

  async #answer(frame: Extract<ToAnalystFrame, { type: 'stills' }>): Promise<void> {
    if (this.#questions.size >= MAX_QUESTIONS) {
      this.#send({ type: 'stills-end', id: frame.id, refusal: 'busy', detail: `${MAX_QUESTIONS} questions` });
      return;
    }
    const asked = new AbortController();
    this.#questions.set(frame.id, asked);
    await answerStills(this.#stills, frame, asked.signal, this.#send);
    if (this.#questions.get(frame.id) === asked) this.#questions.delete(frame.id);
  }
}
