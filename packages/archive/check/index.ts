export {
  type CheckOptions,
  type CheckProgress,
  type CheckReport,
  checkArchive,
} from './check-archive.ts';
export { FINDING_KINDS, type Finding, type FindingKind } from './finding.ts';
export { KeptHeads } from './kept-heads.ts';
