/** The types that a handler sees, from the contract's route table: what was asked, checked; what may be answered. */
import type { Readable } from 'node:stream';
import type { ROUTES, RouteName, RouteShape } from '@matlang/contract';
import type { z } from 'zod';
import type { Arrival } from '../../access/door.ts';
import type { Identity } from '../../access/identity.ts';
import type { Scope } from '../../access/scope.ts';
import type { Requester } from '../../site/site-context.ts';

type Parsed<Route, Key extends keyof RouteShape> =
  Route extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

/** One request after its schemas. */
export interface Call<Name extends RouteName> {
  readonly params: Parsed<(typeof ROUTES)[Name], 'params'>;
  readonly query: Parsed<(typeof ROUTES)[Name], 'query'>;
  readonly headers: Parsed<(typeof ROUTES)[Name], 'headers'>;
  readonly body: Parsed<(typeof ROUTES)[Name], 'body'>;
  readonly requester: Requester;
  readonly identity: Identity;
  /** The request before anything was made of it. */
  readonly arrival: Arrival;
  /** The cameras for which the route's permission is had. */
  readonly scope: Scope;
  /** Aborted when the connection ends before the answer does: nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** Of an answer; names in small letters. */
export type Headers = Readonly<Record<string, string | number | string[]>>;

type AnswerWith<Status, Shape> = Shape extends {
  readonly kind: 'json';
  readonly schema: infer Schema extends z.ZodType;
}
  ? { readonly status: Status; readonly body: z.output<Schema>; readonly headers?: Headers }
  : { readonly status: Status; readonly media: Readable | string; readonly headers: Headers };

type AnswersOf<Answers> = {
  [Status in keyof Answers]: AnswerWith<Status, Answers[Status]>;
}[keyof Answers];

type Answer<Name extends RouteName> = AnswersOf<(typeof ROUTES)[Name]['answers']>;

type Handler<Name extends RouteName> = (call: Call<Name>) => Promise<Answer<Name>> | Answer<Name>;

/** One for every route of the contract: leaving one out does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };

/** Some of them: what one resource serves. */
export type SomeHandlers<Name extends RouteName> = { readonly [One in Name]: Handler<One> };
