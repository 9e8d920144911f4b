/** In which language a page of the server's own is written: it has no script that could change it. */
import { z } from 'zod';

/** `vi` unless asked otherwise. */
export const pageLanguageQuerySchema = z.strictObject({
  lang: z.enum(['vi', 'en']).default('vi').meta({ description: 'language of the page' }),
});
/** As in `Bilingual`. */
export type PageLanguage = z.infer<typeof pageLanguageQuerySchema>['lang'];
