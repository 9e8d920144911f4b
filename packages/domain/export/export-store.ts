/** What a store of exports must offer. */
import type { ExportJob, ExportState } from './export-job.ts';

/** The exports of all sites in one database; the plans and their files lie elsewhere. */
export interface ExportStore {
  /** Newest first; `beforeId` leaves out that one and newer ones. */
  list(siteId: string, limit: number, beforeId?: string): Promise<readonly ExportJob[]>;
  find(siteId: string, id: string): Promise<ExportJob | null>;
  insert(job: ExportJob): Promise<void>;
  /** @param failure see `ExportJob.failure` */
  setState(siteId: string, id: string, state: ExportState, failure?: string | null): Promise<void>;
  /** From `preparing` to `ready`, with what it is made of. False where it is no longer `preparing`: nothing is changed then. */
  complete(siteId: string, id: string, files: ExportJob['files'], totalBytes: number): Promise<boolean>;
  /** Those that are ready or will be. */
  countOpen(siteId: string): Promise<number>;
  listPreparing(siteId: string): Promise<readonly ExportJob[]>;
  /** All of them: how many there may be is limited where they are made. */
  listReady(siteId: string): Promise<readonly ExportJob[]>;
  /** Ready ones whose time is up. */
  listExpired(siteId: string, nowUnixMs: number): Promise<readonly ExportJob[]>;
}
