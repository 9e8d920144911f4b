/**
 * What a time that people type is made of, phrase by phrase and in any order: days, parts of the day, clocks, words that mean
 * nothing. What is left over, or said twice, makes it no time at all. Which instant the phrases mean is not decided here.
 */

/** Part of the day: its name stands before or behind the hour, or alone. */
export type DayPart = 'small-hours' | 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

/** A day as it was named. `month` and `year` are null where they were left out; weekdays count from Monday, 0. */
export type SaidDay =
  | { readonly kind: 'ago'; readonly days: number }
  | {
      readonly kind: 'date';
      readonly day: number;
      readonly month: number | null;
      readonly year: number | null;
    };

/** `week`: the one of now, the one before, or just the last such day that is over; null where nothing was said of it. */
export interface SaidWeekday {
  readonly weekday: number;
  readonly week: 'this' | 'last' | 'just-gone' | null;
}

/** A clock as it was said; `toGo` minutes are missing to the hour, as in "3 giờ kém 15". */
export interface SaidClock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly toGo: number;
  readonly half: 'am' | 'pm' | null;
}

/** Every phrase that was found; null: there was none of its kind. */
export interface SpokenPhrases {
  readonly day: SaidDay | null;
  readonly weekday: SaidWeekday | null;
  readonly part: DayPart | null;
  readonly clock: SaidClock | null;
  /** "10 phút trước". */
  readonly elapsedMs: number | null;
  /** "đêm qua": the night that is just over, small hours of today among it; "đêm hôm qua" does not tell which night. */
  readonly isLastNight: boolean;
  /** A day that means no beginning by itself: "3 ngày trước" may be this very hour. */
  readonly needsClock: boolean;
}

type Draft = { -readonly [Key in keyof SpokenPhrases]: SpokenPhrases[Key] };

/** Longer texts are no times. */
const MAX_CHARACTERS = 100;

/** @returns null: something in it means no time, or is said twice. What was found may still be nothing, or contradict itself. */
export function readPhrases(text: string): SpokenPhrases | null {
  if (text.length > MAX_CHARACTERS) return null;
  const said = plain(text);
  const draft: Draft = {
    day: null,
    weekday: null,
    part: null,
    clock: null,
    elapsedMs: null,
    isLastNight: false,
    needsClock: false,
  };
  let at = 0;
  while (at < said.length) {
    const next = SEPARATORS.includes(said.charAt(at)) ? at + 1 : readPhrase(said, at, draft);
    if (next === null) return null;
    at = next;
  }
  return draft;
}

const SEPARATORS = ' ,;.()-–—';

/** Without accents and capitals, blanks single. */
function plain(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFC')
      // Without its accent "hôm kìa", three days ago, would be "hôm kia", two.
      .replaceAll('kìa', 'kiaf')
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll('đ', 'd')
      .replaceAll('’', "'")
      .replaceAll(/\s+/g, ' ')
      .trim()
  );
}

/** @returns where it ends; null: nothing that is known begins here, or it was said already */
function readPhrase(said: string, at: number, draft: Draft): number | null {
  for (const { pattern, take } of PHRASES) {
    pattern.lastIndex = at;
    const match = pattern.exec(said);
    if (match !== null) return take(match.slice(1), draft) ? pattern.lastIndex : null;
  }
  return null;
}

/** `take` is given the groups; false: it was said already, or makes no sense. */
interface Phrase {
  readonly pattern: RegExp;
  readonly take: (groups: readonly (string | undefined)[], draft: Draft) => boolean;
}

/** Phrases end where their last word or number does. */
const phrase = (source: string, take: Phrase['take']): Phrase => ({
  pattern: new RegExp(`(?:${source})(?![a-z0-9])`, 'y'),
  take,
});

const number = (digits: string | undefined): number => Number(digits ?? 0);
const numberOrNull = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);

function sayDay(draft: Draft, day: SaidDay): boolean {
  if (draft.day !== null) return false;
  draft.day = day;
  return true;
}

function sayDate(draft: Draft, day: string | undefined, month: string | undefined, year?: string): boolean {
  return sayDay(draft, {
    kind: 'date',
    day: number(day),
    month: numberOrNull(month),
    year: numberOrNull(year),
  });
}

function sayPart(draft: Draft, part: DayPart | undefined): boolean {
  if (part === undefined || draft.part !== null) return false;
  draft.part = part;
  return true;
}

function sayClock(draft: Draft, clock: Partial<SaidClock>): boolean {
  if (draft.clock !== null) return false;
  draft.clock = { hour: 0, minute: 0, second: 0, millisecond: 0, toGo: 0, half: null, ...clock };
  return true;
}

const PARTS: Readonly<Record<string, DayPart>> = {
  'rang sang': 'small-hours',
  sang: 'morning',
  'sang som': 'morning',
  trua: 'noon',
  chieu: 'afternoon',
  toi: 'evening',
  dem: 'night',
  khuya: 'night',
  'dem khuya': 'night',
  morning: 'morning',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
};
const VIETNAMESE_PART = 'rang sang|sang som|sang|trua|chieu|toi|dem khuya|dem|khuya';

const DAYS_AGO: Readonly<Record<string, number>> = {
  nay: 0,
  qua: 1,
  kia: 2,
  kiaf: 3,
  today: 0,
  yesterday: 1,
};

/** From Monday on. */
const WEEKDAYS: readonly (readonly string[])[] = [
  ['hai', '2', 'mon'],
  ['ba', '3', 'tue'],
  ['tu', '4', 'wed'],
  ['nam', '5', 'thu'],
  ['sau', '6', 'fri'],
  ['bay', '7', 'sat'],
  ['chu nhat', 'cn', 'sun'],
];
const WEEKS: Readonly<Record<string, SaidWeekday['week']>> = {
  'tuan nay': 'this',
  'this week': 'this',
  'tuan truoc': 'last',
  'tuan roi': 'last',
  'tuan qua': 'last',
  'last week': 'last',
  'vua roi': 'just-gone',
  'vua qua': 'just-gone',
};

/** Of "10 phút trước". */
const UNIT_MS: readonly (readonly [unit: RegExp, ms: number])[] = [
  [/^(?:giay|s|sec)/, 1000],
  [/^(?:phut|p|min)/, 60_000],
  [/^(?:tieng|gio|h)/, 3_600_000],
];
const UNITS = 'giay|phut|tieng|gio|seconds?|minutes?|min|hours?|[hps]';

function sayElapsed(draft: Draft, count: string | undefined, unit: string | undefined): boolean {
  const ms = UNIT_MS.find(([pattern]) => pattern.test(unit ?? ''))?.[1];
  if (ms === undefined || draft.elapsedMs !== null) return false;
  draft.elapsedMs = (count === 'nua' ? 0.5 : number(count)) * ms;
  return true;
}

function sayDaysAgo(draft: Draft, days: string | undefined): boolean {
  draft.needsClock = true;
  return sayDay(draft, { kind: 'ago', days: number(days) });
}

function sayWeekday(draft: Draft, name: string | undefined, week: string | undefined): boolean {
  const weekday = WEEKDAYS.findIndex((names) => names.includes(name ?? ''));
  if (weekday < 0 || draft.weekday !== null) return false;
  draft.weekday = { weekday, week: WEEKS[week ?? ''] ?? null };
  return true;
}

const HOUR = '(\\d{1,2}) ?(?:gio|h|g)';
/** A number behind the hour is the minute, unless a day is meant: "14h 15/02", "14 giờ 15 tháng 2". */
const NOT_A_DAY = '(?![\\d/]|[-.]\\d| ?/| ?thang)';
const SECONDS = '(\\d{1,2})(?:[.,](\\d{1,3}))?';

/** The first that fits is taken: longer ones stand before those that they begin with. */
const PHRASES: readonly Phrase[] = [
  // Days by number. The name of a file: "2026-02-15 14-30-05".
  phrase(
    '(\\d{4})-(\\d{2})-(\\d{2}) (\\d{2})-(\\d{2})-(\\d{2})',
    ([year, month, day, hour, minute, second], draft) =>
      sayDate(draft, day, month, year) &&
      sayClock(draft, { hour: number(hour), minute: number(minute), second: number(second) }),
  ),
  phrase('(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})', ([year, month, day], draft) => {
    draft.needsClock = true;
    return sayDate(draft, day, month, year);
  }),
  phrase('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})', ([day, month, year], draft) =>
    sayDate(draft, day, month, year),
  ),
  phrase('(\\d{1,2})-(\\d{1,2})(?:-(\\d{4}))?', ([day, month, year], draft) =>
    sayDate(draft, day, month, year),
  ),
  phrase('(\\d{1,2}) ?/ ?(\\d{1,2})(?: ?/ ?(\\d{4}))?', ([day, month, year], draft) =>
    sayDate(draft, day, month, year),
  ),
  phrase(
    '(?:ngay )?(\\d{1,2}) ?thang ?(\\d{1,2})(?:(?:,? nam |, ?| ?/ ?| )(\\d{4}))?',
    ([day, month, year], draft) => sayDate(draft, day, month, year),
  ),
  phrase('(?:ngay|hom) (\\d{1,2})(?![\\d/:]|[-.]\\d| ?/| ?(?:gio|h|g|phut|thang)\\b)', ([day], draft) =>
    sayDate(draft, day, undefined),
  ),
  // Days by their distance.
  phrase('(?:ngay )?(?:hom|bua) (qua|nay|kiaf|kia)|(today|yesterday)', ([hom, day], draft) =>
    sayDay(draft, { kind: 'ago', days: DAYS_AGO[hom ?? day ?? ''] ?? 0 }),
  ),
  phrase('(?:the )?day before yesterday', (_, draft) => sayDay(draft, { kind: 'ago', days: 2 })),
  phrase(`(${VIETNAMESE_PART}) (qua|nay)`, ([part, day], draft) => {
    draft.isLastNight = day === 'qua' && PARTS[part ?? ''] === 'night';
    return (
      sayPart(draft, PARTS[part ?? '']) && sayDay(draft, { kind: 'ago', days: DAYS_AGO[day ?? ''] ?? 0 })
    );
  }),
  phrase(
    'this (morning|afternoon|evening)',
    ([part], draft) => sayPart(draft, PARTS[part ?? '']) && sayDay(draft, { kind: 'ago', days: 0 }),
  ),
  phrase('last night', (_, draft) => {
    draft.isLastNight = true;
    return sayPart(draft, 'night') && sayDay(draft, { kind: 'ago', days: 1 });
  }),
  phrase(`cach day (\\d{1,3}|nua) ?(${UNITS})(?: truoc)?`, ([count, unit], draft) =>
    sayElapsed(draft, count, unit),
  ),
  phrase(`(\\d{1,3}|nua) ?(${UNITS}) (?:truoc|ago)`, ([count, unit], draft) =>
    sayElapsed(draft, count, unit),
  ),
  phrase('cach day (\\d{1,3}) ?(?:ngay|hom)(?: truoc)?', ([days], draft) => sayDaysAgo(draft, days)),
  phrase('(\\d{1,3}) ?(?:ngay|hom|days?) (?:truoc|ago)', ([days], draft) => sayDaysAgo(draft, days)),
  phrase(
    '(?:(?:thu|th|t)[ .]?(hai|ba|tu|nam|sau|bay|[2-7](?![/:]|[-.]\\d))|(chu nhat|cn))' +
      '(?: (tuan (?:nay|truoc|roi|qua)|vua (?:roi|qua)))?',
    ([weekday, sunday, week], draft) => sayWeekday(draft, weekday ?? sunday, week),
  ),
  phrase(
    // "Thu" alone is Vietnamese for "thứ", unless a date stands behind it.
    '(mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thursday|thu(?= \\d+/)|fri(?:day)?|sat(?:urday)?|sun(?:day)?)' +
      '(?:,? (?:of )?(this week|last week))?',
    ([weekday, week], draft) => sayWeekday(draft, weekday?.slice(0, 3), week),
  ),
  // Clocks.
  phrase('(\\d{1,2})(?::(\\d{2}))? ?(am|pm|sa|ch)', ([hour, minute, half], draft) =>
    sayClock(draft, {
      hour: number(hour),
      minute: number(minute),
      half: half === 'am' || half === 'sa' ? 'am' : 'pm',
    }),
  ),
  phrase(`${HOUR} ?ruoi`, ([hour], draft) => sayClock(draft, { hour: number(hour), minute: 30 })),
  phrase(
    `${HOUR} ?kem ?(\\d{1,2})(?: ?(?:phut|p))?`,
    ([hour, toGo], draft) =>
      // Nothing to go is no way to say an hour.
      number(toGo) > 0 && sayClock(draft, { hour: number(hour), toGo: number(toGo) }),
  ),
  phrase(
    `(\\d{1,2})(?: ?(?:gio|h|g) ?|:)(\\d{1,2})(?: ?(?:phut|ph|p|m|')| ?:) ?${SECONDS}(?: ?(?:giay|s|''|"))?${NOT_A_DAY}`,
    ([hour, minute, second, tenths], draft) =>
      sayClock(draft, {
        hour: number(hour),
        minute: number(minute),
        second: number(second),
        millisecond: Number((tenths ?? '').padEnd(3, '0')),
      }),
  ),
  phrase(
    `(\\d{1,2})(?:[hg:](\\d{1,2})(?![\\d/])| ?(?:gio|h|g) ?(\\d{1,2})${NOT_A_DAY})(?: ?(?:phut|ph|p|m|'))?`,
    ([hour, close, apart], draft) => sayClock(draft, { hour: number(hour), minute: number(close ?? apart) }),
  ),
  phrase(HOUR, ([hour], draft) => sayClock(draft, { hour: number(hour) })),
  // Parts of the day, and words that say nothing of their own.
  phrase(
    `(?:dau gio (?=sang|chieu))?(?:buoi )?(${VIETNAMESE_PART}|morning|afternoon|evening|night)`,
    ([part], draft) => sayPart(draft, PARTS[part ?? '']),
  ),
  phrase(
    'gio viet nam|time of vietnam|utc\\+7|luc|vao|hoi|khoang|chung|tam|ngay|hom|about|around|at|on|in|the',
    () => true,
  ),
];
