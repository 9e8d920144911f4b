/** A hold: a span of a camera that retention must not take, with a reason, an owner and a day to look again. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkSpan, type Span } from '../span/span.ts';
import { checkText } from '../text/checked-text.ts';

/** `placing`, `lifting`: decided here, not yet acknowledged by the archive's writer. */
export const HOLD_STATES = ['placing', 'held', 'lifting', 'lifted'] as const;

/** Where a hold is between the wish and the archive: footage is safe from `held` on and until `lifted`. */
export type HoldState = (typeof HOLD_STATES)[number];

/** A hold's row. Times are milliseconds since 1970, UTC; `liftedUnixMs` is null until it is lifted. */
export interface Hold extends Span {
  readonly id: string;
  readonly siteId: string;
  readonly cameraId: string;
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
  readonly state: HoldState;
  readonly createdUnixMs: number;
  readonly liftedUnixMs: number | null;
}

/** What a person gives to place a hold: the span, why, on whose behalf, and when to look again. */
export interface HoldDraft extends Span {
  readonly reason: string;
  readonly owner: string;
  readonly reviewUnixMs: number;
}

const MAX_REASON_CHARACTERS = 2000;
const MAX_OWNER_CHARACTERS = 200;

/** The draft with its texts in the kept form. A review in the past would be overdue from the first day. */
export function checkHold(draft: HoldDraft, nowUnixMs: number): Checked<HoldDraft> {
  const span = checkSpan(draft.startUnixMs, draft.endUnixMs);
  if (!span.ok) return span;
  const reason = checkText('reason', draft.reason, { maxCharacters: MAX_REASON_CHARACTERS });
  if (!reason.ok) return reason;
  const owner = checkText('owner', draft.owner, { maxCharacters: MAX_OWNER_CHARACTERS });
  if (!owner.ok) return owner;
  return draft.reviewUnixMs <= nowUnixMs
    ? refuse('reviewAt', 'review-in-the-past')
    : accept({ ...draft, reason: reason.value, owner: owner.value });
}
