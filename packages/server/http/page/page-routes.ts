/** The first page, the page that says how the site is, and the description of the API. */

import type { Door } from '../../access/door.ts';
import type { Scope } from '../../access/scope.ts';
import type { Application } from '../application/application-files.ts';
import { applicationPage } from '../application/application-routes.ts';
import type { Call, SomeHandlers } from '../registration/route-types.ts';
import type { StatusService } from '../status/status-service.ts';
import { firstPage } from './first-page.ts';
import { PAGE_HEADERS } from './page-shell.ts';

type PageCall = Pick<Call<'getPage' | 'getStatusPage'>, 'query' | 'requester'>;

/**
 * @param application null: it is not built, and the first page says in plain HTML how the site is
 * @param openApi the description, asked for when the server is built
 */
export function pageRoutes(
  status: StatusService,
  application: Application | null,
  door: Door,
  openApi: () => unknown,
): SomeHandlers<'getPage' | 'getStatusPage' | 'getOpenApi'> {
  let text: string | null = null;
  const statusPage = async ({ query, requester }: PageCall, scope: Scope) => {
    const now = await status.status(scope, requester.address);
    const page = firstPage(now, { language: query.lang, hasApplication: application !== null });
    return { status: 200, media: page, headers: PAGE_HEADERS } as const;
  };
  return {
    getPage: async (call) => {
      // Where the application is built the page tells nothing: what it shows it asks for itself.
      if (application === null)
        return await statusPage(call, door.scopeFor('status.read', call.identity.rights));
      const { html, headers } = applicationPage(application);
      return { status: 200, media: html, headers };
    },
    getStatusPage: (call) => statusPage(call, call.scope),
    getOpenApi: () => {
      text ??= JSON.stringify(openApi());
      return { status: 200, media: text, headers: { 'content-type': 'application/json; charset=utf-8' } };
    },
  };
}
