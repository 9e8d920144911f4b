/** What the site is called, and its area: told to the recorder as well, and in force at once. */
import { MAX_AREA_CHARACTERS, type SiteSettings } from '@matlang/contract';
import { checkText, MAX_SITE_NAME_CHARACTERS } from '@matlang/domain';
import { z } from 'zod';
import { lawful } from '../answer/api-error.ts';
import type { SiteChanges } from '../configuration/site-changes.ts';
import type { Stores } from '../store/site-database.ts';
import type { Requester, SiteContext } from './site-context.ts';

const storedSchema = z.object({ area: z.string() });

/** Where the name lies while the server runs. */
export interface SiteName {
  current: string;
}

/** What naming works with. */
export interface SiteNamingParts {
  readonly context: SiteContext;
  readonly changes: SiteChanges;
  readonly name: SiteName;
}

/** One for a server. */
export class SiteNaming {
  readonly #parts: SiteNamingParts;

  constructor(parts: SiteNamingParts) {
    this.#parts = parts;
  }

  async read(): Promise<SiteSettings> {
    const { context } = this.#parts;
    return { name: context.siteName, area: await this.#areaOf(context.database.stores) };
  }

  /** @throws ApiError `request-invalid` with the field, `configuration-not-written` */
  async change(typed: SiteSettings, requester: Requester): Promise<SiteSettings> {
    const { context, changes, name } = this.#parts;
    const { siteId, clock } = context;
    const area = typed.area.trim();
    const after = {
      name: lawful(checkText('name', typed.name, { maxCharacters: MAX_SITE_NAME_CHARACTERS })),
      area: area === '' ? '' : lawful(checkText('area', area, { maxCharacters: MAX_AREA_CHARACTERS })),
    };
    await changes.apply(async (stores) => {
      const before = { name: context.siteName, area: await this.#areaOf(stores) };
      await stores.site.rename(siteId, after.name);
      await stores.settings.put(siteId, 'site', { area: after.area }, clock.nowUnixMs());
      return {
        result: undefined,
        audit: {
          ...requester,
          action: 'settings.changed',
          subjectId: siteId,
          detail: { setting: 'site', before, after },
        },
      };
    });
    name.current = after.name;
    return after;
  }

  async #areaOf(stores: Stores): Promise<string> {
    const stored: unknown = await stores.settings.find(this.#parts.context.siteId, 'site');
    return storedSchema.safeParse(stored).data?.area ?? '';
  }
}
