/** A sentence in the two languages of the product; Vietnamese comes first. */
import { z } from 'zod';

/** The same said twice. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** A Bilingual in an answer. */
export const bilingualSchema = z.strictObject({ vi: z.string(), en: z.string() });

/** Puts values where a text says `{name}`; a name without a value stays as it is. */
export function fillText(text: Bilingual, values: Readonly<Record<string, string | number>>): Bilingual {
  const fill = (sentence: string): string =>
    sentence.replace(/\{([a-zA-Z]+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
  return { vi: fill(text.vi), en: fill(text.en) };
}
