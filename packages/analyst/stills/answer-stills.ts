/** One question of the analyst's socket about still pictures, and the frames that answer it. */
import type { FromAnalystFrame, ToAnalystFrame } from '@matlang/link';
import type { Still } from './still-cache.ts';
import { refusalOf, type StillRefusal } from './still-refusal.ts';
import type { StillService } from './still-service.ts';

/** Looked for while the one before is made: single pictures come in between the many of a strip. */
const AHEAD = 2;
const MAX_DETAIL_CHARACTERS = 1000;

type StillsQuestion = Extract<ToAnalystFrame, { type: 'stills' }>;
type Answered = { readonly still: Still } | { readonly refusal: StillRefusal };

/** Sends pictures in the order of the instants, then the end; nothing more once `signal` is aborted. */
export async function answerStills(
  service: StillService,
  question: StillsQuestion,
  signal: AbortSignal,
  send: (frame: FromAnalystFrame) => void,
): Promise<void> {
  const { id, cameraId, kind, instants, exact, widthPixels } = question;
  const ask = async (atUnixMs: number): Promise<Answered> => {
    try {
      return { still: await service.still({ cameraId, kind, atUnixMs, exact, widthPixels }, signal) };
    } catch (error) {
      return { refusal: refusalOf(error) };
    }
  };
  const asked: Promise<Answered>[] = [];
  let refused: StillRefusal | null = null;
  for (const index of instants.keys()) {
    for (const instant of instants.slice(asked.length, index + AHEAD)) asked.push(ask(instant));
    const answered = await asked[index];
    if (signal.aborted || answered === undefined) return;
    if ('still' in answered) send({ type: 'still', id, index, ...answered.still });
    else refused = worse(refused, answered.refusal);
  }
  const detail = (refused?.message ?? '').slice(0, MAX_DETAIL_CHARACTERS);
  send({ type: 'stills-end', id, refusal: refused?.refusal ?? null, detail });
}

/** That nothing was recorded is said only where nothing else is to be said. */
function worse(before: StillRefusal | null, now: StillRefusal): StillRefusal {
  return before === null || before.refusal === 'nothing-recorded' ? now : before;
}
