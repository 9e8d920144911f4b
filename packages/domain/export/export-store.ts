/** What a store of exports must offer. */
import type { ExportJob, ExportState } from './export-job.ts';

/** The exports of all sites in one database; the plans and their files lie elsewhere. */
export interface ExportStore {
  /** Newest first. */
  list(siteId: string, limit: number): Promise<readonly ExportJob[]>;
  find(siteId: string, id: string): Promise<ExportJob | null>;
  insert(job: ExportJob): Promise<void>;
  setState(siteId: string, id: string, state: ExportState): Promise<void>;
  countReady(siteId: string): Promise<number>;
  /** All of them: how many there may be is limited where they are made. */
  listReady(siteId: string): Promise<readonly ExportJob[]>;
  /** Ready ones whose time is up. */
  listExpired(siteId: string, nowUnixMs: number): Promise<readonly ExportJob[]>;
}
