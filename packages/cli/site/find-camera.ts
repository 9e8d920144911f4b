/** Which camera somebody means: by id, by name, or by a name typed without diacritics and capitals. */
import type { Bilingual } from '@matlang/contract';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, verbatim } from '../language/say.ts';
import { CAMERA_TEXTS } from '../texts/camera-texts.ts';

interface NamedCamera {
  readonly id: string;
  readonly name: string;
}

/** More names than this nobody reads in a sentence. */
const MAX_NAMES = 20;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @returns the text in small letters without marks, `đ` as `d`, one space between words. */
export const withoutDiacritics = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ');

/**
 * @returns null where the text is an id that is not among them: a camera that was removed, perhaps
 * @throws CommandFailure (notFound) with the names there are, or (usage) with those that it may mean
 */
export const findCamera = <Camera extends NamedCamera>(
  cameras: readonly Camera[],
  asked: string,
): Camera | null => {
  const byId = cameras.find(({ id }) => id === asked.toLowerCase());
  if (byId !== undefined) return byId;
  for (const form of [(text: string) => text.normalize('NFC').trim(), withoutDiacritics]) {
    const found = cameras.filter(({ name }) => form(name) === form(asked));
    if (found.length > 1) throw ambiguous(asked, found);
    if (found[0] !== undefined) return found[0];
  }
  if (ID.test(asked)) return null;
  throw unknown(asked, cameras);
};

const ambiguous = (asked: string, found: readonly NamedCamera[]): CommandFailure =>
  new CommandFailure(
    EXIT_CODES.usage,
    filled(CAMERA_TEXTS.ambiguous, {
      asked,
      names: listed(found.map(({ id, name }) => `${name} (${id})`)),
    }),
  );

/** For names, and for an id that no camera has or had. */
export const unknown = (asked: string, cameras: readonly NamedCamera[]): CommandFailure =>
  new CommandFailure(
    EXIT_CODES.notFound,
    cameras.length === 0
      ? filled(CAMERA_TEXTS.unknownOfNone, { asked })
      : filled(CAMERA_TEXTS.unknown, { asked, names: listed(cameras.map(({ name }) => name)) }),
  );

const listed = (names: readonly string[]): Bilingual => {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES
    ? filled(CAMERA_TEXTS.andMore, { names: shown, count: names.length - MAX_NAMES })
    : verbatim(shown);
};
