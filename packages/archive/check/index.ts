export { type CheckOptions, type CheckProgress, type CheckReport, checkArchive } from './check-archive.ts';
export type { Finding, FindingKind } from './finding.ts';
