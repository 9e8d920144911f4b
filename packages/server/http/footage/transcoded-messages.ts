/** Recorded pictures coded anew by the analyst, as the messages that a player of ours reads. */
import {
  type ApiErrorCode,
  encodeLiveFragmentFields,
  encodeLiveInit,
  encodeMessageLength,
  LIVE_FRAGMENT_FIELDS_BYTES,
} from '@matlang/contract';
import { ApiError } from '../../answer/api-error.ts';
import type { Viewing } from '../../jobs/footage-views.ts';
import {
  AnalystAwayError,
  AnalystBusyError,
  type AnalystLink,
  type ReplayFrame,
  type ReplayQuestion,
  TranscodeRefusedError,
} from '../../live/analyst-link.ts';
import { recentFrames } from './recent-fragments.ts';
import { type AskedSpan, viewedFrames } from './viewed-fragments.ts';

const REFUSALS: Readonly<Record<TranscodeRefusedError['state'], ApiErrorCode>> = {
  'transcode-busy': 'transcode-busy',
  'no-transcoder': 'no-decoder',
  refused: 'picture-undecodable',
};

/**
 * The first picture is there when the promise is fulfilled: so a refusal is one, and no answer that breaks off.
 * @throws ApiError `transcode-busy`, `no-decoder`, `picture-undecodable`, `analyst-unreachable`, `analyst-busy`
 */
export async function transcodedMessages(
  analyst: AnalystLink,
  question: ReplayQuestion,
  {
    asked,
    viewing,
    signal,
  }: { asked: AskedSpan & { readonly earliestUnixMs: number }; viewing: Viewing; signal: AbortSignal },
): Promise<AsyncGenerator<Uint8Array>> {
  const recent = recentFrames(analyst.replay(question, signal), asked.earliestUnixMs);
  const frames = viewedFrames(recent, asked, viewing);
  try {
    const first = await frames.next();
    return messagesOf(first, frames);
  } catch (cause) {
    if (cause instanceof AnalystBusyError) throw new ApiError('analyst-busy', {}, { cause });
    if (cause instanceof AnalystAwayError) throw new ApiError('analyst-unreachable', {}, { cause });
    if (cause instanceof TranscodeRefusedError) throw new ApiError(REFUSALS[cause.state], {}, { cause });
    throw cause;
  }
}

async function* messagesOf(
  first: IteratorResult<ReplayFrame, void>,
  frames: AsyncGenerator<ReplayFrame>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; next.done !== true; next = await frames.next()) {
      const frame = next.value;
      if (frame.type === 'channel-init') {
        const { codec, codecString, timescale, widthPixels, heightPixels } = frame.facts;
        const facts = {
          codec,
          codecString,
          timescale,
          widthPixels,
          heightPixels,
          sampleRateHz: null,
          channels: null,
        };
        const message = encodeLiveInit({ channel: 0, facts, init: frame.init });
        yield encodeMessageLength(message.length);
        yield message;
        continue;
      }
      const { sync, cached, leading, wallStartUnixMs, bytes } = frame;
      yield encodeMessageLength(LIVE_FRAGMENT_FIELDS_BYTES + bytes.length);
      yield encodeLiveFragmentFields({ channel: 0, sync, cached, leading, wallStartUnixMs });
      yield bytes;
    }
  } finally {
    await frames.return(undefined);
  }
}
