export {
  type CheckOptions,
  type CheckProgress,
  type CheckReport,
  checkArchive,
  type VolumeCheck,
} from './check-archive.ts';
export type { FurthestHead } from './check-journal.ts';
export { FINDING_KINDS, type Finding, type FindingKind } from './finding.ts';
