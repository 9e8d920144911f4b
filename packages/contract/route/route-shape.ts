/** How a route is described: everything that OpenAPI, the server's checks and a client need. */
import { z } from 'zod';
import type { KioskUse, RoutePermission, RouteSubject } from '../permission/route-permission.ts';
import type { Bilingual } from '../text/bilingual.ts';

/** JSON by a schema, or bytes or text of a media type. */
export type AnswerShape<Schema extends z.ZodType = z.ZodType> =
  | { readonly kind: 'json'; readonly schema: Schema }
  | { readonly kind: 'media'; readonly contentType: string };

/**
 * One route. `permission` is what its user must have, `subject` what for; `answers` lists the answers that are no errors: those are
 * `errorAnswerSchema` everywhere.
 */
export interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters, as OpenAPI writes it. */
  readonly path: string;
  readonly permission: RoutePermission;
  readonly subject: RouteSubject;
  readonly kiosk?: KioskUse;
  readonly summary: Bilingual;
  readonly params?: z.ZodType;
  readonly query: z.ZodType;
  readonly headers?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, AnswerShape>>;
}

/** An answer in JSON. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({ kind: 'json', schema }) as const;

/** Of a route that asks nothing in its address: whatever stands there is refused. */
export const noQuery = z.strictObject({});

/** The camera of the address `/cameras/{id}/…`. */
export const CAMERA_OF_PATH = { in: 'params', field: 'id' } as const;
/** The cameras that the question names. */
export const CAMERAS_OF_QUERY = { in: 'query', field: 'cameras' } as const;
/** The cameras that the body names. */
export const CAMERAS_OF_BODY = { in: 'body', field: 'cameras' } as const;
/** The camera that the body names. */
export const CAMERA_OF_BODY = { in: 'body', field: 'cameraId' } as const;
