/** A bookmark: a moment or a span of a camera that somebody gave a name. It keeps nothing from deletion: that is what holds are for. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkSpanOrMoment, type Span } from '../span/span.ts';
import { checkText } from '../text/checked-text.ts';

/** What a person gives; start and end are the same for a moment. */
export interface BookmarkDraft extends Span {
  readonly title: string;
  /** May be empty. */
  readonly note: string;
}

/** A bookmark's row. Times are milliseconds since 1970, UTC. */
export interface Bookmark extends BookmarkDraft {
  readonly id: string;
  readonly siteId: string;
  readonly cameraId: string;
  readonly createdBy: string;
  readonly createdUnixMs: number;
  readonly changedUnixMs: number;
}

const MAX_TITLE_CHARACTERS = 200;
const MAX_NOTE_CHARACTERS = 2000;

/** The draft with its texts in the kept form. */
export function checkBookmark(draft: BookmarkDraft): Checked<BookmarkDraft> {
  const span = checkSpanOrMoment(draft.startUnixMs, draft.endUnixMs);
  if (!span.ok) return span;
  const title = checkText('title', draft.title, { maxCharacters: MAX_TITLE_CHARACTERS });
  if (!title.ok) return title;
  if (draft.note.trim() === '') return accept({ ...draft, title: title.value, note: '' });
  // Notes have lines; one form of line end.
  const note = draft.note.replaceAll(/\r\n?/g, '\n').split('\n');
  for (const line of note) {
    if (line.trim() === '') continue;
    const checked = checkText('note', line, { maxCharacters: MAX_NOTE_CHARACTERS });
    if (!checked.ok) return checked;
  }
  const text = note.join('\n').normalize('NFC').trim();
  return text.length > MAX_NOTE_CHARACTERS
    ? refuse('note', 'text-too-long', MAX_NOTE_CHARACTERS)
    : accept({ ...draft, title: title.value, note: text });
}
