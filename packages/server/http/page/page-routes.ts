/** The first page and the description of the API. */

import type { Application } from '../application/application-files.ts';
import { applicationPage } from '../application/application-routes.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import type { StatusService } from '../status/status-service.ts';
import { firstPage } from './first-page.ts';
import { PAGE_HEADERS } from './page-shell.ts';

/**
 * @param application null: it is not built, and the first page says in plain HTML how the site is
 * @param openApi the description, asked for when the server is built
 */
export function pageRoutes(
  status: StatusService,
  application: Application | null,
  openApi: () => unknown,
): SomeHandlers<'getPage' | 'getOpenApi'> {
  let text: string | null = null;
  return {
    getPage: async () => {
      if (application === null)
        return { status: 200, media: firstPage(await status.status()), headers: PAGE_HEADERS };
      const { html, headers } = applicationPage(application);
      return { status: 200, media: html, headers };
    },
    getOpenApi: () => {
      text ??= JSON.stringify(openApi());
      return { status: 200, media: text, headers: { 'content-type': 'application/json; charset=utf-8' } };
    },
  };
}
