/** The first page, the page that says how the site is, and the description of the API. */

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
): SomeHandlers<'getPage' | 'getStatusPage' | 'getOpenApi'> {
  let text: string | null = null;
  const statusPage = async () =>
    ({ status: 200, media: firstPage(await status.status()), headers: PAGE_HEADERS }) as const;
  return {
    getPage: async () => {
      if (application === null) return await statusPage();
      const { html, headers } = applicationPage(application);
      return { status: 200, media: html, headers };
    },
    getStatusPage: statusPage,
    getOpenApi: () => {
      text ??= JSON.stringify(openApi());
      return { status: 200, media: text, headers: { 'content-type': 'application/json; charset=utf-8' } };
    },
  };
}
