/** An export that was asked for: a frozen copy of a span, to be fetched until it expires. */
import type { Span } from '../span/span.ts';

/** What can become of an export: only `ready` can be fetched, the last three are final. */
export const EXPORT_STATES = ['preparing', 'ready', 'cancelled', 'expired', 'failed'] as const;

/** How far an export is; whoever waits for its preparation never sees it `preparing`. */
export type ExportState = (typeof EXPORT_STATES)[number];

/** Cameras of one export. */
export const MAX_EXPORT_CAMERAS = 16;

/**
 * A row of the list of exports: who asked for what and why, until when, and how large it is. Times are milliseconds
 * UTC.
 */
export interface ExportJob extends Span {
  readonly id: string;
  readonly siteId: string;
  readonly cameraIds: readonly string[];
  readonly stream: 'main' | 'sub';
  readonly withAudio: boolean;
  readonly purpose: string;
  readonly requestedBy: string;
  readonly state: ExportState;
  readonly createdUnixMs: number;
  /** Afterwards its plan is thrown away and its segments are no longer kept for it. */
  readonly expiresUnixMs: number;
  /** Why it failed, as a code of the contract's errors; null otherwise, and where its plan was lost. */
  readonly failure: string | null;
  readonly totalBytes: number;
  /** What it is made of, for the list: the plan itself lies in a file. */
  readonly files: readonly ExportFile[];
}

interface ExportFile {
  readonly cameraId: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Strong validator without quotes. */
  readonly etag: string;
  readonly spans: readonly (Span & { readonly movieStartMs: number; readonly hiddenPreRollMs: number })[];
  /** What is missing, with the archive's word for why; null where nobody wrote down why. */
  readonly gaps: readonly (Span & { readonly cause: string | null })[];
}
