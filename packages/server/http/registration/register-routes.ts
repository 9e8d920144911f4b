/** Puts the contract's routes into Fastify: schemas before the handler, schemas behind it, and nothing that is not in the table. */
import type { Readable } from 'node:stream';
import {
  type AnswerShape,
  errorAnswerSchema,
  ROUTE_NAMES,
  ROUTES,
  type RouteName,
  type RouteShape,
} from '@matlang/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Arrival, Door } from '../../access/door.ts';
import type { Identity } from '../../access/identity.ts';
import { ApiError } from '../../answer/api-error.ts';
import { describeError, type Log } from '../../log/log.ts';
import { entranceOf } from '../../network/entrance.ts';
import type { Call, Handlers, Headers } from './route-types.ts';

interface LooseAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly media?: Readable | string;
  readonly headers?: Headers;
}

type LooseHandler = (call: Call<RouteName>) => Promise<LooseAnswer> | LooseAnswer;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the door, before anything of the request's body is read. */
    identity: Identity | null;
  }
}

/** What every route is registered with. */
export interface RouteParts {
  readonly handlers: Handlers;
  readonly door: Door;
  readonly log: Log;
}

/** Registers all of them. */
export function registerRoutes(app: FastifyInstance, { handlers, door, log }: RouteParts): void {
  app.decorateRequest('identity', null);
  for (const name of ROUTE_NAMES) {
    // The table's types tie each handler to its own route; here, where all are alike, that tie can't be expressed.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const handler = handlers[name] as unknown as LooseHandler;
    registerRoute(app, { door, log, name, route: ROUTES[name], handler });
  }
}

interface OneRoute extends Omit<RouteParts, 'handlers'> {
  readonly name: RouteName;
  readonly route: RouteShape;
  readonly handler: LooseHandler;
}

function registerRoute(app: FastifyInstance, { door, log, name, route, handler }: OneRoute): void {
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{([a-zA-Z]+)\}/g, ':$1'),
    schema: {
      operationId: name,
      summary: `${route.summary.vi} · ${route.summary.en}`,
      'x-permission': route.permission,
      ...(route.kiosk === undefined ? {} : { 'x-kiosk': route.kiosk }),
      querystring: route.query,
      ...(route.permission === 'public' ? { security: [] } : {}),
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.headers === undefined ? {} : { headers: route.headers }),
      ...(route.body === undefined ? {} : { body: route.body }),
      response: responses(route.answers),
    },
    onRequest: async (request) => {
      request.identity = await door.enter(route, arrivalOf(request));
    },
    handler: async (request, reply) => {
      const identity = identityOf(request);
      door.requireCameras(route, identity, request);
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      if (route.kiosk !== undefined) cutWhenOver(reply, identity);
      const call = {
        identity,
        requester: door.requesterFor(route, identity, request),
        scope: door.scopeOf(route, identity),
        arrival: arrivalOf(request),
        signal: gone.signal,
      };
      const answer = await handler(callOf(request, call));
      if (typeof answer.media === 'object') {
        // Headers are out by then: the connection is cut, and the reader sees fewer bytes than were promised.
        answer.media.once('error', (error) =>
          log('warn', 'an answer broke off', {
            route: name,
            requestId: request.id,
            error: describeError(error),
          }),
        );
      }
      // What was shown on a shared screen is not left in its browser.
      const kept = identity.kind === 'kiosk' ? { 'cache-control': 'no-store' } : {};
      return sendAnswer(reply, { ...answer, headers: { ...answer.headers, ...kept } });
    },
  });
}

/** What is sent to a shared screen ends when whoever opened it may see it no longer, or the screen itself. */
function cutWhenOver(reply: FastifyReply, { kiosk }: Identity): void {
  if (kiosk === undefined) return;
  const over = kiosk.unlock?.over ?? kiosk.revoked;
  if (over.aborted) throw new ApiError('not-permitted');
  const cut = (): void => void reply.raw.destroy();
  over.addEventListener('abort', cut, { once: true });
  reply.raw.once('close', () => over.removeEventListener('abort', cut));
}

const arrivalOf = ({ headers, ip, raw }: FastifyRequest): Arrival => ({
  headers,
  address: ip,
  entrance: entranceOf(raw),
});

/** The door let it in, or the handler were not reached. */
function identityOf({ identity }: FastifyRequest): Identity {
  if (identity === null) throw new TypeError('a request without identity');
  return identity;
}

function callOf(
  request: FastifyRequest,
  known: Pick<Call<RouteName>, 'identity' | 'requester' | 'scope' | 'arrival' | 'signal'>,
): Call<RouteName> {
  const call = {
    ...known,
    params: request.params,
    query: request.query,
    headers: request.headers,
    body: request.body,
  };
  // Fastify put there what the route's schemas gave; which route it is, is known to the handler's own type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return call as unknown as Call<RouteName>;
}

function sendAnswer(reply: FastifyReply, answer: LooseAnswer): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {});
  if (answer.media === undefined) {
    return reply.send(answer.body);
  }
  return reply.send(answer.media);
}

function responses(answers: RouteShape['answers']): Record<string, unknown> {
  const shapes = Object.entries(answers).map(([status, shape]) => [status, responseOf(shape)]);
  return {
    ...Object.fromEntries(shapes),
    '4xx': errorAnswerSchema,
    '5xx': errorAnswerSchema,
  };
}

function responseOf(shape: AnswerShape): unknown {
  return shape.kind === 'json'
    ? shape.schema
    : {
        description: shape.contentType,
        content: { [shape.contentType]: { schema: z.string().meta({ format: 'binary' }) } },
      };
}
