/** The list of work that outlives a request. */
import type { JobAnswer } from '@matlang/contract';
import type { ExportJob } from '@matlang/domain';
import type { ExportJobs } from '../../jobs/export-jobs.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { FootageDeletion } from '../../store/sql-footage-deletion-store.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

const LIST_LIMIT = 200;

/** Handlers over exports and deletions, newest first. */
export function jobRoutes(exports: ExportJobs, context: SiteContext): SomeHandlers<'listJobs'> {
  return {
    listJobs: async ({ scope }) => {
      const deletions = await context.database.stores.footageDeletions.list(context.siteId, LIST_LIMIT);
      const jobs = [...(await exports.list()).map(exportJob), ...deletions.map(deletionJob)].filter(
        ({ cameras }) => scope.hasAll(cameras),
      );
      return {
        status: 200,
        body: { jobs: jobs.toSorted((left, right) => right.createdAt - left.createdAt) },
      };
    },
  };
}

function exportJob(job: ExportJob): JobAnswer {
  return {
    id: job.id,
    kind: 'export',
    state: job.state,
    requestedBy: job.requestedBy,
    cameras: [...job.cameraIds],
    createdAt: job.createdUnixMs,
    expiresAt: job.expiresUnixMs,
    detail: null,
  };
}

function deletionJob(deletion: FootageDeletion): JobAnswer {
  return {
    id: deletion.id,
    kind: 'footage-deletion',
    state: deletion.doneUnixMs === null ? 'waiting' : 'done',
    requestedBy: deletion.requestedBy,
    cameras: [deletion.cameraId],
    createdAt: deletion.createdUnixMs,
    expiresAt: null,
    detail: deletion.doneUnixMs === null ? 'waits for the recorder' : null,
  };
}
