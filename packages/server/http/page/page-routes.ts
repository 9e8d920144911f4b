/** The first page and the description of the API. */

import type { SomeHandlers } from '../registration/route-types.ts';
import type { StatusService } from '../status/status-service.ts';
import { firstPage } from './first-page.ts';
import { PAGE_HEADERS } from './page-shell.ts';

/** @param openApi the description, asked for when the server is built */
export function pageRoutes(
  status: StatusService,
  openApi: () => unknown,
): SomeHandlers<'getPage' | 'getOpenApi'> {
  let text: string | null = null;
  return {
    getPage: async () => ({
      status: 200,
      media: firstPage(await status.status()),
      headers: PAGE_HEADERS,
    }),
    getOpenApi: () => {
      text ??= JSON.stringify(openApi());
      return { status: 200, media: text, headers: { 'content-type': 'application/json; charset=utf-8' } };
    },
  };
}
