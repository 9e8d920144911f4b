/** The detail of an entry as facts in words: what was changed from what to what, which cameras, which span, and why. */
import type { AuditEntryAnswer, Bilingual } from '@matlang/contract';
import { KIOSK_END_TEXTS } from '../../i18n/kiosk-texts.ts';
import type { useSpeech } from '../../i18n/language.tsx';
import { LOG_FIELD_TEXTS } from '../../i18n/log-texts.ts';
import { ROLE_TEXTS } from '../../i18n/role-texts.ts';
import { sizeText } from '../../i18n/size-text.ts';
import { instantText, spanText } from '../../i18n/time-text.ts';

type Speech = ReturnType<typeof useSpeech>;
type Detail = AuditEntryAnswer['detail'];
type Value = Detail[string];

/** More would be a page of its own; all of them stand in the entry as it was written. */
const MOST_LISTED = 20;

/** What facts are said with. */
export interface FactSpeech extends Pick<Speech, 't' | 'say' | 'language'> {
  /** Of cameras and people, by id. */
  readonly nameOf: (id: string) => string;
}

/** In the order in which they were written; what has no words is left to the entry as it was written. */
export function detailFacts(detail: Detail, speech: FactSpeech): readonly string[] {
  const { startUnixMs, endUnixMs, before, after, ...rest } = detail;
  return [
    ...(isInstant(startUnixMs) && isInstant(endUnixMs) ? [spanText(startUnixMs, endUnixMs)] : []),
    ...factsOf(rest, speech),
    ...(isDetail(after)
      ? isDetail(before)
        ? changesOf(before, after, speech)
        : factsOf(after, speech)
      : []),
  ];
}

function factsOf(detail: Detail, speech: FactSpeech): readonly string[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    const label = labelOf(key);
    return label === null || isNothing(value)
      ? []
      : [`${speech.say(label)}: ${valueText(key, value, speech)}`];
  });
}

/** Only what differs: the rest was as it is. */
function changesOf(before: Detail, after: Detail, speech: FactSpeech): readonly string[] {
  return Object.entries(after).flatMap(([key, value]) => {
    const label = labelOf(key);
    const old = before[key] ?? null;
    if (label === null || JSON.stringify(old) === JSON.stringify(value)) return [];
    const words = (one: Value): string =>
      isNothing(one) ? speech.t('logNothing') : valueText(key, one, speech);
    return [speech.t('logChanged', { what: speech.say(label), before: words(old), after: words(value) })];
  });
}

/** What somebody altered may be no time at all. */
const isInstant = (value: Value | undefined): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime());

const labelOf = (key: string): Bilingual | null =>
  Object.hasOwn(LOG_FIELD_TEXTS, key) ? (LOG_FIELD_TEXTS[key] ?? null) : null;

const isNothing = (value: Value | undefined): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function isDetail(value: Value | undefined): value is Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueText(key: string, value: Value, speech: FactSpeech): string {
  if (typeof value === 'boolean') return speech.t(value ? 'logYes' : 'logNo');
  if (typeof value === 'number') return numberText(key, value, speech);
  if (typeof value === 'string') return wordText(key, value, speech);
  if (Array.isArray(value)) {
    const listed = value.slice(0, MOST_LISTED).map((one) => valueText(key, one, speech));
    return `${listed.join(', ')}${value.length > MOST_LISTED ? ` … (${value.length})` : ''}`;
  }
  if (isDetail(value)) return stretchText(value) ?? JSON.stringify(value);
  return JSON.stringify(value);
}

function wordText(key: string, value: string, speech: FactSpeech): string {
  if (key === 'roleId') return roleText(value, speech);
  const end = key === 'over' ? KIOSK_END_TEXTS[value] : undefined;
  return end === undefined ? speech.nameOf(value) : speech.say(end);
}

/** Of what was looked at: a span that was played, or single pictures with their number. Null: it is none. */
function stretchText({ startUnixMs, endUnixMs, count }: Detail): string | null {
  if (!isInstant(startUnixMs) || !isInstant(endUnixMs)) return null;
  const when = startUnixMs === endUnixMs ? instantText(startUnixMs) : spanText(startUnixMs, endUnixMs);
  return typeof count === 'number' ? `${when} (${count})` : when;
}

function numberText(key: string, value: number, { language }: FactSpeech): string {
  if (key.endsWith('UnixMs')) return isInstant(value) ? instantText(value) : String(value);
  return key.endsWith('Bytes') ? sizeText(value, language) : String(value);
}

/** Roles of a site's own by their id. */
export function roleText(roleId: string, { say }: Pick<Speech, 'say'>): string {
  const known = ROLE_TEXTS[roleId]?.name;
  return known === undefined ? roleId : say(known);
}

/** Whoever did it, in words: people by their user name, as they sign in. */
export function whoText(actor: string, { t }: Pick<Speech, 't'>): string {
  const token = /^token:(?<name>.+)$/.exec(actor)?.groups?.['name'];
  if (token !== undefined) return t('logToken', { name: token });
  const kiosk = /^kiosk:(?<name>.+)$/.exec(actor)?.groups?.['name'];
  if (kiosk !== undefined) return t('logKiosk', { name: kiosk });
  switch (actor) {
    case 'local':
      return t('localUser');
    case 'server':
      return t('logServer');
    case 'recorder':
      return t('logRecorder');
    case 'nobody':
      return t('logNobody');
    default:
      return actor;
  }
}
