/** The nouns of a site, their laws, and what a store of them must offer. PURE: time, randomness and digests are handed in. */

export { checkGrant, type Grant, type GrantDraft, MAX_GRANT_CAMERAS } from './access/grant.ts';
export { isPermission, PERMISSIONS, type Permission } from './access/permission.ts';
export { Rights } from './access/rights.ts';
export {
  BUILT_IN_ROLES,
  isBuiltInRole,
  needsSecondFactor,
  SECOND_FACTOR_PERMISSIONS,
} from './access/role.ts';
export {
  checkSiteRole,
  MAX_SITE_ROLES,
  type SiteRole,
  type SiteRoleDraft,
} from './access/site-role.ts';
export { type BrokenLink, findBrokenLink, type KeptEntry } from './audit/audit-chain.ts';
export {
  type AuditEntry,
  type AuditRecord,
  auditEntryContent,
  canonicalAuditDetail,
  GENESIS_HASH,
} from './audit/audit-entry.ts';
export type { AuditFilter, AuditPage, AuditPageQuestion } from './audit/audit-page.ts';
export type { AuditStore } from './audit/audit-store.ts';
export { auditSubjects } from './audit/audit-subjects.ts';
export {
  type AuditConsistencyProof,
  type AuditInclusionProof,
  type AuditTreeHead,
  auditLeafHash,
  bytesOfHex,
  hexOf,
  provingAuditEntry,
  provingAuditGrowth,
} from './audit/audit-tree.ts';
export { awaitDigestSteps, type DigestSteps, runDigestSteps } from './audit/digest-steps.ts';
export { MerkleFrontier, type Subtree } from './audit/merkle-frontier.ts';
export { consistencyRanges, inclusionRanges } from './audit/merkle-proof.ts';
export {
  foldSubtrees,
  type LeafRange,
  merkleNodeHash,
  neighboursJoinedAt,
  type SubtreePlace,
  subtreesOf,
} from './audit/merkle-tree.ts';
export { type Bookmark, type BookmarkDraft, checkBookmark } from './bookmark/bookmark.ts';
export type { BookmarkFilter, BookmarkStore } from './bookmark/bookmark-store.ts';
export { hideAddressSecrets } from './camera/address-secrets.ts';
export {
  type Camera,
  RECORD_CHOICES,
  type RecordChoice,
  TRANSPORTS,
  type Transport,
} from './camera/camera.ts';
export {
  type CameraChange,
  type CameraDraft,
  checkCameraChange,
  checkNewCamera,
  MAX_RETENTION_DAYS,
} from './camera/camera-draft.ts';
export type { CameraSettings } from './camera/camera-settings.ts';
export type { CameraStore } from './camera/camera-store.ts';
export { EXPORT_STATES, type ExportJob, type ExportState, MAX_EXPORT_CAMERAS } from './export/export-job.ts';
export type { ExportStore } from './export/export-store.ts';
export { checkHold, HOLD_STATES, type Hold, type HoldDraft, type HoldState } from './hold/hold.ts';
export type { HoldStore } from './hold/hold-store.ts';
export { createUuidV7, isUuidV7, UUID_RANDOM_BYTES } from './id/uuid-v7.ts';
export { checkKiosk, KIOSK_WINDOW_MS, type Kiosk, type KioskDraft } from './kiosk/kiosk.ts';
export type { Checked, Law } from './law/checked.ts';
export {
  type CapacityDraft,
  checkCapacity,
  LEGAL_CAPACITIES,
  type LegalCapacity,
  MAX_CAPACITIES,
  type PersonCapacity,
  withheldFrom,
} from './person/legal-capacity.ts';
export {
  checkPassword,
  MAX_PASSWORD_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
  normalizePassword,
} from './person/password.ts';
export { checkPerson, foldUserName, type Person, type PersonDraft } from './person/person.ts';
export type { GrantStore, PersonStore } from './person/person-store.ts';
export { checkPin, MAX_PIN_DIGITS, MIN_PIN_DIGITS } from './person/pin.ts';
export {
  checkPurpose,
  PURPOSE_KINDS,
  type Purpose,
  type PurposeDraft,
  type PurposeKind,
  type PurposeWords,
} from './purpose/purpose.ts';
export type { PurposeStore } from './purpose/purpose-store.ts';
export { ViewedSpans } from './purpose/viewed-spans.ts';
export { MAX_SITE_NAME_CHARACTERS, type Site, type StorageVolume } from './site/site.ts';
export type { SiteStore } from './site/site-store.ts';
export { checkSpan, MAX_SPAN_MS, type Span } from './span/span.ts';
export { checkText } from './text/checked-text.ts';
