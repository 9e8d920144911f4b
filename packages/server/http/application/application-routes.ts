/** Serves the application: its files under their addresses, its page under every address that is one of its pages. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Application, ApplicationFile } from './application-files.ts';

/** Addresses of pages; what comes behind them is the page's own. `/` is the contract's first page. */
const PAGES = [
  '/live',
  '/review',
  '/exports',
  '/bookmarks',
  '/holds',
  '/storage',
  '/people',
  '/log',
  '/settings',
  '/first-steps',
  '/account',
  '/sign-in',
  '/set-up',
  '/invitation',
  '/recovery',
  '/recovery-sheet',
  '/kiosk',
  '/hand-over',
] as const;

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

/** Style elements that the components make in the browser bear the nonce of this answer; scripts are files. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The page for one answer, with the headers that let a browser do what it needs and nothing else. */
export function applicationPage({ page }: Application): {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const nonce = randomBytes(16).toString('base64');
  return {
    html: page.replace('name="style-nonce" content=""', `name="style-nonce" content="${nonce}"`),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(nonce),
      'cache-control': ASK_EACH_TIME,
    },
  };
}

/** Registers all of its addresses. */
export function registerApplication(app: FastifyInstance, application: Application): void {
  for (const [url, file] of application.files)
    app.get(url, { schema: { hide: true } }, (request, reply) =>
      sendFile(reply, file, takesGzip(request.headers['accept-encoding'])),
    );
  for (const url of PAGES)
    app.get(url, { schema: { hide: true } }, (_, reply) => {
      const { html, headers } = applicationPage(application);
      return reply.headers(headers).send(html);
    });
}

/** A quality of 0 refuses it (RFC 9110, 12.5.3). */
function takesGzip(accepted: string | undefined): boolean {
  return /(?:^|[,\s])gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))/i.test(accepted ?? '');
}

function sendFile(reply: FastifyReply, file: ApplicationFile, asGzip: boolean): FastifyReply {
  const { contentType, bytes, gzipped, immutable } = file;
  reply.headers({
    'content-type': contentType,
    'cache-control': immutable ? FOR_EVER : ASK_EACH_TIME,
    vary: 'Accept-Encoding',
  });
  return asGzip && gzipped !== null
    ? reply.header('content-encoding', 'gzip').send(gzipped)
    : reply.send(bytes);
}
