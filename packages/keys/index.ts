/** The keys of a site and of its node: what is sealed at rest and what is signed. */
export { type NodeSigner, nodeKeyId, openHeadSigner, verifyHeadSignature } from './head-signer.ts';
export { KeyError } from './key-error.ts';
export { type NodePublicKey, publishNodeKey, readNodeKey } from './node-public-key.ts';
export { OPERATOR_PROOF_HEADERS, openOperatorToken, proveOperatorToken } from './operator-token.ts';
export { requirePrivateFolders } from './private-folder.ts';
export { openSecret, sealSecret } from './sealed-secret.ts';
export { openSiteKey, type SiteKey, siteKeyId } from './site-key.ts';
export { SiteKeys } from './site-keys.ts';
