/** The keys of a site and of its node: what is sealed at rest and what is signed. */
export { type HeadSigner, openHeadSigner, verifyHeadSignature } from './head-signer.ts';
export { KeyError, type KeyErrorCode } from './key-error.ts';
export { openSecret, sealSecret } from './sealed-secret.ts';
export { openSiteKey, type SiteKey } from './site-key.ts';
