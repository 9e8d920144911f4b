/** A plan as data that can be kept: JSON with base64 for bytes and number columns. */
import { Buffer } from 'node:buffer';
import type { SegmentReference } from '../reading/segment-reference.ts';
import type { ExportPart, ExportPlan } from './export-plan.ts';

/** Survives `JSON.stringify` and `JSON.parse`. */
export interface ExportPlanJson extends Omit<ExportPlan, 'parts'> {
  readonly version: 1;
  readonly parts: readonly ExportPartJson[];
}

interface ExportPartJson extends Omit<ExportPart, 'header' | 'sources' | 'ranges'> {
  readonly header: string;
  readonly sources: readonly SegmentReference[];
  readonly ranges: {
    readonly sources: string;
    readonly offsetsBytes: string;
    readonly sizesBytes: string;
    readonly movieOffsetsBytes: string;
  };
}

/** The plan as plain data; numbers in columns are little-endian. */
export function serializeExportPlan(plan: ExportPlan): ExportPlanJson {
  return {
    ...plan,
    version: 1,
    parts: plan.parts.map((part) => ({
      ...part,
      header: base64(part.header),
      ranges: {
        sources: base64(part.ranges.sources),
        offsetsBytes: base64(part.ranges.offsetsBytes),
        sizesBytes: base64(part.ranges.sizesBytes),
        movieOffsetsBytes: base64(part.ranges.movieOffsetsBytes),
      },
    })),
  };
}

/**
 * The plan again, from data that `serializeExportPlan` made and a trusted store kept.
 * @throws TypeError for another version or columns that don't fit each other
 */
export function parseExportPlan(json: ExportPlanJson): ExportPlan {
  const { version, ...plan } = json;
  if (version !== 1) throw new TypeError(`version: ${String(version)}`);
  return { ...plan, parts: json.parts.map(parsePart) };
}

function parsePart(part: ExportPartJson): ExportPart {
  const sources = bytesOf(part.ranges.sources);
  const ranges = {
    sources: new Uint32Array(sources.buffer, 0, sources.length / 4),
    offsetsBytes: doublesOf(part.ranges.offsetsBytes),
    sizesBytes: doublesOf(part.ranges.sizesBytes),
    movieOffsetsBytes: doublesOf(part.ranges.movieOffsetsBytes),
  };
  const count = ranges.sources.length;
  for (const [name, column] of Object.entries(ranges)) {
    if (column.length !== count) throw new TypeError(`ranges.${name}: ${column.length} instead of ${count}`);
  }
  return { ...part, header: bytesOf(part.header), ranges };
}

function base64(column: Uint8Array | Uint32Array | Float64Array): string {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64');
}

/** In a buffer of its own, so that wider columns are aligned. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function doublesOf(text: string): Float64Array {
  const bytes = bytesOf(text);
  return new Float64Array(bytes.buffer, 0, bytes.length / 8);
}
