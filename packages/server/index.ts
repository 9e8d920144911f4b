/** What others may start of the server in their own process. */
export { composeSite, type SiteServer, type SiteServerOptions } from './compose-site.ts';
export { createLog, type Log } from './log/log.ts';
export { type Clock, type SiteSeed, SYSTEM_CLOCK } from './site/site-context.ts';
export { SchemaTooNewError } from './store/migrate.ts';
