/** What stands before every recorded picture: a purpose, and that what is sent is written down. */
import type { Identity } from '../../access/identity.ts';
import { holderOf, type Purposes } from '../../access/purposes.ts';
import type { FootageViews, Viewing } from '../../jobs/footage-views.ts';
import type { Requester } from '../../site/site-context.ts';

/** Shared by all routes that send pictures. */
export interface ViewParts {
  readonly purposes: Purposes;
  readonly views: FootageViews;
}

/** Of a request for pictures. */
interface ViewCall {
  readonly identity: Identity;
  readonly requester: Requester;
  readonly query: { readonly purpose: string };
}

/** @throws ApiError `purpose-needed`, FieldError `purpose` */
export function beginView(
  { purposes, views }: ViewParts,
  { identity, requester, query }: ViewCall,
  cameraId: string,
): Viewing {
  const purpose = purposes.require(identity, query.purpose);
  return views.begin({ requester, holder: holderOf(identity), purpose, cameraId });
}
