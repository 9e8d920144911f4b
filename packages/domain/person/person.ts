/** A person with an account at a site. Never deleted: the audit log names them for years. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkText } from '../text/checked-text.ts';

/** A person's row. `endedUnixMs`: since when they have no account here any more. */
export interface Person {
  readonly id: string;
  readonly siteId: string;
  /** As it is typed to sign in, in the one form of `foldUserName`; unique at the site, for ever. */
  readonly userName: string;
  readonly name: string;
  /** Rank, office or duty, as it stands on papers; may be empty. */
  readonly position: string;
  readonly createdUnixMs: number;
  readonly endedUnixMs: number | null;
}

/** What an administrator gives to make one. */
export type PersonDraft = Pick<Person, 'userName' | 'name' | 'position'>;

const MAX_NAME_CHARACTERS = 100;
const MAX_POSITION_CHARACTERS = 200;
/** Typed on phones and desks of every kind: letters without marks, digits, and what separates them. */
const USER_NAME = /^[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]$/;

/** The one form of a user name: people write it in capitals, or with the spaces that a keyboard added. */
export const foldUserName = (typed: string): string => typed.normalize('NFC').trim().toLowerCase();

/** The draft in the form in which it is kept. */
export function checkPerson(draft: PersonDraft): Checked<PersonDraft> {
  const userName = foldUserName(draft.userName);
  if (!USER_NAME.test(userName)) return refuse('userName', 'user-name-form');
  const name = checkText('name', draft.name, { maxCharacters: MAX_NAME_CHARACTERS });
  if (!name.ok) return name;
  if (draft.position.trim() === '') return accept({ userName, name: name.value, position: '' });
  const position = checkText('position', draft.position, { maxCharacters: MAX_POSITION_CHARACTERS });
  return position.ok ? accept({ userName, name: name.value, position: position.value }) : position;
}
