export {
  type CheckOptions,
  type CheckProgress,
  type CheckReport,
  checkArchive,
  type VolumeCheck,
} from './check-archive.ts';
export { FINDING_KINDS, type Finding, type FindingKind, MAX_FINDINGS } from './finding.ts';
export type { VerifyHead } from './verify-journal-chain.ts';
