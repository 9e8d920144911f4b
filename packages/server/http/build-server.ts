/** The HTTP server without its handlers: limits, guards, schemas, errors, OpenAPI. */
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import { API_ERRORS, type ErrorAnswer, errorAnswer, MAX_BODY_BYTES, ROUTES } from '@matlang/contract';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler } from 'fastify-type-provider-zod';
import type { Door } from '../access/door.ts';
import { ApiError } from '../answer/api-error.ts';
import { describeError, type Log } from '../log/log.ts';
import { entranceOf } from '../network/entrance.ts';
import { answerClientError } from './answer/client-error.ts';
import { explainError } from './answer/explain-error.ts';
import type { Application } from './application/application-files.ts';
import { registerApplication } from './application/application-routes.ts';
import {
  IDLE_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from './connection-limits.ts';
import { errorPage } from './page/error-page.ts';
import { PAGE_HEADERS } from './page/page-shell.ts';
import { wantsPage } from './page/wants-page.ts';
import { compileValidator } from './registration/check-request.ts';
import { isNestedTooDeep } from './registration/json-depth.ts';
import { registerRoutes } from './registration/register-routes.ts';
import type { Handlers } from './registration/route-types.ts';
import { guardRequest } from './security/request-guard.ts';
import { SECURITY_HEADERS, STRICT_TRANSPORT } from './security/security-headers.ts';
import { type ReaderPatience, watchReaders } from './stream/slow-reader.ts';

/** What the HTTP server needs: a handler for each route of the contract, and the files of the web application. */
export interface ServerParts {
  readonly handlers: Handlers;
  readonly door: Door;
  readonly log: Log;
  readonly version: string;
  /** Null: it is not built. */
  readonly application: Application | null;
  /** The product's own where it is left out. */
  readonly readerPatience?: ReaderPatience;
}

/** Ready for `inject` and `listen`. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { log } = parts;
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => answerError(log, error, request, reply),
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (isNestedTooDeep(body)) done(new ApiError('body-not-json'));
    else void parseJson(request, body, done);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const entrance = entranceOf(request.raw);
    if (entrance.secure && entrance.wantsHsts(request.headers.host ?? '')) reply.headers(STRICT_TRANSPORT);
    guardRequest(request.headers, entrance);
  });
  watchReaders(app, parts.readerPatience);
  app.setErrorHandler((error, request, reply) => answerError(log, error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    throwIfOtherMethod(request);
    return sendError(request, reply, API_ERRORS['not-found'].status, errorAnswer('not-found'));
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mắt Làng', version: parts.version, description: 'Unix times are milliseconds, UTC.' },
      servers: [{ url: '/' }],
    },
    transform: jsonSchemaTransform,
  });
  app.after(() => {
    registerRoutes(app, parts);
    if (parts.application !== null) registerApplication(app, parts.application);
  });
  await app.ready();
  return app;
}

const ROUTE_PATTERNS = Object.values(ROUTES).map(
  ({ path }) => new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{[a-zA-Z]+\}/g, '[^/]+')}$`),
);

function throwIfOtherMethod(request: FastifyRequest): void {
  const path = request.url.split('?', 1)[0] ?? '';
  if (ROUTE_PATTERNS.some((pattern) => pattern.test(path))) {
    throw new ApiError('method-not-allowed');
  }
}

function answerError(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = explainError(error);
  if (known === null || known.status >= 500) {
    // The path only: a query may hold what nobody should read later.
    log(
      known === null ? 'error' : 'warn',
      known === null ? 'a request failed by a fault of ours' : known.code,
      {
        requestId: request.id,
        method: request.method,
        path: request.routeOptions.url ?? '',
        error: describeError(error),
      },
    );
  }
  const answer = known?.answer ?? errorAnswer('internal', { requestId: request.id });
  reply.headers(SECURITY_HEADERS);
  if (known?.status === 503) reply.header('retry-after', '5');
  return sendError(request, reply, known?.status ?? 500, answer);
}

/** A person at a browser gets a page with the sentences, a program the JSON. */
function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  answer: ErrorAnswer,
): FastifyReply {
  reply.code(status).header('vary', 'Accept');
  return wantsPage(request.headers.accept)
    ? reply.headers(PAGE_HEADERS).send(errorPage(status, answer))
    : reply.type('application/json; charset=utf-8').send(answer);
}
