/** The API as functions with types, made from the contract's routes: what is asked and what is answered is checked by its schemas. */
import { type ApiErrorCode, type ErrorAnswer, errorAnswerSchema, ROUTES } from '@matlang/contract';
import type { z } from 'zod';

type Routes = typeof ROUTES;
/** Routes that answer with JSON. */
export type JsonRoute = {
  [Name in keyof Routes]: Routes[Name]['answers'] extends Readonly<Record<number, { readonly kind: 'json' }>>
    ? Name
    : never;
}[keyof Routes];

type Input<Name extends keyof Routes, Part extends 'params' | 'query' | 'body'> =
  Routes[Name] extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.input<Schema> : undefined;

type Answers<Name extends JsonRoute> = Routes[Name]['answers'];
type Answer<Name extends JsonRoute> = {
  [Status in keyof Answers<Name>]: Answers<Name>[Status] extends {
    readonly schema: infer Schema extends z.ZodType;
  }
    ? z.output<Schema>
    : never;
}[keyof Answers<Name>];

/** What a call needs; parts that its route does not have are left out. */
export type Question<Name extends keyof Routes> = {
  readonly params?: Input<Name, 'params'>;
  readonly query?: Input<Name, 'query'>;
  readonly body?: Input<Name, 'body'>;
  readonly signal?: AbortSignal;
};

/** The server refused: its sentences in both languages are in `answer`. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly answer: ErrorAnswer['error'];

  constructor(status: number, answer: ErrorAnswer['error']) {
    super(answer.code);
    this.status = status;
    this.answer = answer;
  }
}

/** Nobody answered, or what answered is no server of ours, or of another version. */
export class ServerAwayError extends Error {
  override readonly name = 'ServerAwayError';
}

/** @returns the address of a route, for links and media elements as well. */
export function addressOf<Name extends keyof Routes>(name: Name, question: Question<Name> = {}): string {
  const params = new Map(Object.entries(question.params ?? {}));
  const path = ROUTES[name].path.replaceAll(/\{([a-zA-Z]+)\}/g, (_, key: string) =>
    encodeURIComponent(String(params.get(key))),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries<unknown>(question.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      query.set(key, String(value));
    else if (Array.isArray(value)) query.set(key, value.join(','));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

const signInListeners = new Set<() => void>();
const purposeListeners = new Set<() => void>();

/** Calls it whenever the server answered a question by asking who it is of. @returns ends it */
export function onSignInNeeded(listener: () => void): () => void {
  signInListeners.add(listener);
  return () => signInListeners.delete(listener);
}

/** Calls it whenever the server answered a question for pictures by asking what for. @returns ends it */
export function onPurposeNeeded(listener: () => void): () => void {
  purposeListeners.add(listener);
  return () => purposeListeners.delete(listener);
}

/** Why an answer is none, for whoever fetches media by its address; null: what answered was no server of ours. */
export async function refusalOf(answer: Response): Promise<ApiErrorCode | null> {
  const document: unknown = await answer.json().catch(() => null);
  const refused = errorAnswerSchema.safeParse(document);
  if (!refused.success) return null;
  tell(refused.data.error.code);
  return refused.data.error.code;
}

function tell(code: ApiErrorCode): void {
  if (code === 'sign-in-needed') for (const listener of signInListeners) listener();
  if (code === 'purpose-needed') for (const listener of purposeListeners) listener();
}

/** One question. @throws RefusedError, ServerAwayError */
export async function ask<Name extends JsonRoute>(
  name: Name,
  question: Question<Name> = {},
): Promise<Answer<Name>> {
  const { body, signal } = question;
  const route = ROUTES[name];
  let response: Response;
  let document: unknown;
  try {
    response = await fetch(addressOf(name, question), {
      method: route.method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(signal === undefined ? {} : { signal }),
    });
    document = await response.json();
  } catch (cause) {
    throw new ServerAwayError(name, { cause });
  }
  const shape = Object.entries(route.answers).find(([status]) => Number(status) === response.status)?.[1];
  if (shape?.kind === 'json') {
    const answer = shape.schema.safeParse(document);
    if (!answer.success) throw new ServerAwayError(`${name}: another shape`, { cause: answer.error });
    // The type of the route's own answers can't be expressed over the union of all of them.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return answer.data as Answer<Name>;
  }
  const refused = errorAnswerSchema.safeParse(document);
  if (!refused.success) throw new ServerAwayError(`${name}: ${response.status}`);
  tell(refused.data.error.code);
  throw new RefusedError(response.status, refused.data.error);
}
