/** What the settings and the first steps say: texts that no other page has to load. */
import { type Speech, useSpeech } from './language.tsx';
import { SETTINGS_TEXTS } from './settings-texts.ts';

/** A text of theirs. */
export type SettingKey = keyof typeof SETTINGS_TEXTS;

/** As `useSpeech`, with `s` for their own texts. */
export interface SettingSpeech extends Speech {
  readonly s: (key: SettingKey, values?: Parameters<Speech['t']>[1]) => string;
}

/** @throws Error outside of LanguageProvider */
export function useSettingSpeech(): SettingSpeech {
  const speech = useSpeech();
  return { ...speech, s: (key, values) => speech.say(SETTINGS_TEXTS[key], values) };
}
