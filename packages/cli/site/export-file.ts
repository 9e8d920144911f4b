/** A file of the audit log that somebody took away: read, and each of its entries held against the signed head in it. Needs no site. */

import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type AuditExportFile, auditExportSchema, provesEntry } from '@matlang/contract';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { AUDIT_TEXTS } from '../texts/audit-texts.ts';
import { isSignedHead } from './kept-head-file.ts';

/** Half a million entries; larger files are narrowed down when they are made. */
const MAX_BYTES = 512 * 1024 * 1024;

/** What the file proves. */
export interface ExportFileCheck {
  readonly file: AuditExportFile;
  /** By the key that the head carries; false also where there is no head. */
  readonly isSigned: boolean;
  readonly proved: number;
  /** Numbers of entries that are not what was written. */
  readonly wrong: readonly number[];
  /** Newer than the head, or without one: nothing is said of them. */
  readonly unproved: number;
}

/** @throws CommandFailure (usage) for a file that is no whole export; the system's error where it can't be read */
export const checkExportFile = (path: string): ExportFileCheck => {
  const file = statSync(path).size > MAX_BYTES ? null : parse(readFileSync(path, 'utf8'));
  if (file === null) throw new CommandFailure(EXIT_CODES.usage, filled(AUDIT_TEXTS.noExportFile, { path }));
  const { head, entries } = file;
  const isSigned = head !== null && isSignedHead(head);
  const wrong: number[] = [];
  let proved = 0;
  for (const { entry, path: way } of entries) {
    if (head === null || way === null) continue;
    if (isSigned && provesEntry(head, entry, way, sha256)) proved += 1;
    else wrong.push(entry.seq);
  }
  return { file, isSigned, proved, wrong, unproved: entries.length - proved - wrong.length };
};

const sha256 = (data: Uint8Array | string): Uint8Array => hash('sha256', data, 'buffer');

const parse = (text: string): AuditExportFile | null => {
  try {
    return auditExportSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};
