/** Which language the page speaks: Vietnamese unless somebody switched; kept in this browser. */
import { type Bilingual, fillText } from '@matlang/contract';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { TEXTS, type TextKey } from './texts.ts';

/** As in `Bilingual`, and as the browser keeps it. */
export type Language = 'vi' | 'en';

const KEY = 'matlang.language';

/** How texts are said in the language of now. */
export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** A text of the catalogue. */
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
  /** A sentence of the contract. */
  readonly say: (text: Bilingual, values?: Readonly<Record<string, string | number>>) => string;
}

const SpeechContext = createContext<Speech | null>(null);

function kept(): Language {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi';
}

/** Keeps which language was chosen, and gives its texts to whoever is below. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, choose] = useState<Language>(kept);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(() => {
    const say: Speech['say'] = (text, values = {}) => fillText(text, values)[language];
    return {
      language,
      setLanguage: (next) => {
        localStorage.setItem(KEY, next);
        choose(next);
      },
      say,
      t: (key, values) => say(TEXTS[key], values),
    };
  }, [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** @throws Error outside of LanguageProvider */
export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (speech === null) throw new Error('useSpeech is used outside of LanguageProvider');
  return speech;
}
