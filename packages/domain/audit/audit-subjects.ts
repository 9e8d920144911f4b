/** What an entry is about, so that all that was done to one camera is found, whatever it was done through. */
import type { AuditRecord } from './audit-entry.ts';

/** The subject, the cameras that the detail names (`cameraId`, `cameraIds`): an export, a hold or a bookmark is of these, and the purpose (`purposeId`). Each once. */
export function auditSubjects({
  subjectId,
  detail,
}: Pick<AuditRecord, 'subjectId' | 'detail'>): readonly string[] {
  const { cameraId, cameraIds, purposeId } = detail;
  const named = [subjectId, cameraId, ...(Array.isArray(cameraIds) ? cameraIds : []), purposeId];
  return [...new Set(named.filter((name) => typeof name === 'string'))];
}
