/** Why somebody looks at recordings: stated once for an incident or an errand, and named with each question for footage until it is over. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkText } from '../text/checked-text.ts';

/** `incident`: has a number. `inspection`: whether cameras and recordings are as they should be. `test`: of the system itself. `other`: said in words. */
export const PURPOSE_KINDS = ['incident', 'inspection', 'test', 'other'] as const;
/** One of PURPOSE_KINDS. */
export type PurposeKind = (typeof PURPOSE_KINDS)[number];

/** What a purpose says: enough to state the same one again. */
export interface PurposeWords {
  readonly kind: PurposeKind;
  /** Of the incident; empty for every other kind. */
  readonly number: string;
  /** Of `other` the reason; may be empty for the rest. */
  readonly text: string;
}

/** What a person gives to open one. */
export interface PurposeDraft extends PurposeWords {
  /** Null: the usual time. */
  readonly untilUnixMs: number | null;
}

/** A purpose's row. Times are milliseconds since 1970, UTC. It is over at `untilUnixMs`, or when it was closed before. */
export interface Purpose extends PurposeWords {
  readonly id: string;
  readonly siteId: string;
  /** Whose it is: one session, one token, or this machine's own user. Nobody else can name it. */
  readonly holder: string;
  /** The person of the session; null for a token and this machine's own user. */
  readonly personId: string | null;
  readonly openedUnixMs: number;
  readonly untilUnixMs: number;
  readonly closedUnixMs: number | null;
}

/** A shift. */
const USUAL_MS = 8 * 3_600_000;
const MAX_HOURS = 24;
const MAX_NUMBER_CHARACTERS = 50;
/** With the kind and the number before it, it fits into the 200 characters of an export's purpose. */
const MAX_TEXT_CHARACTERS = 130;

/**
 * The draft in its kept form, with its end: the usual time where none was given, and never behind `latestUnixMs`, when its holder's
 * session ends (null: it does not).
 */
export function checkPurpose(
  draft: PurposeDraft,
  nowUnixMs: number,
  latestUnixMs: number | null,
): Checked<PurposeWords & { readonly untilUnixMs: number }> {
  const words = checkPurposeWords(draft);
  if (!words.ok) return words;
  const asked = draft.untilUnixMs ?? nowUnixMs + USUAL_MS;
  if (asked <= nowUnixMs) return refuse('until', 'end-in-the-past');
  if (asked - nowUnixMs > MAX_HOURS * 3_600_000) return refuse('until', 'purpose-too-long', MAX_HOURS);
  return accept({ ...words.value, untilUnixMs: Math.min(asked, latestUnixMs ?? asked) });
}

function checkPurposeWords({ kind, ...draft }: PurposeWords): Checked<PurposeWords> {
  const number =
    kind === 'incident'
      ? checkText('number', draft.number, { maxCharacters: MAX_NUMBER_CHARACTERS })
      : draft.number.trim() === ''
        ? accept('')
        : refuse('number', 'number-of-incidents-only');
  if (!number.ok) return number;
  const text =
    kind !== 'other' && draft.text.trim() === ''
      ? accept('')
      : checkText('text', draft.text, { maxCharacters: MAX_TEXT_CHARACTERS });
  return text.ok ? accept({ kind, number: number.value, text: text.value }) : text;
}
