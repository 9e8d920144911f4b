/** Entries of the log as lines of a table: RFC 4180, with words beside the codes, and nothing that a spreadsheet would take for a formula. */
import { auditActionText, type Bilingual, SITE_UTC_OFFSET_MS } from '@matlang/contract';
import type { AuditEntry } from '@matlang/domain';

/** Of the words. */
export type Language = keyof Bilingual;

const COLUMNS: readonly Bilingual[] = [
  { vi: 'số', en: 'number' },
  { vi: 'thời điểm', en: 'time' },
  { vi: 'người thực hiện', en: 'who' },
  { vi: 'vai trò', en: 'capacity' },
  { vi: 'địa chỉ', en: 'address' },
  { vi: 'việc', en: 'what' },
  { vi: 'mã việc', en: 'action' },
  { vi: 'về', en: 'about' },
  { vi: 'mã đối tượng', en: 'subject' },
  { vi: 'chi tiết', en: 'detail' },
  { vi: 'mã băm', en: 'hash' },
];

const BYTE_ORDER_MARK = '\u{FEFF}';

/** With the mark by which spreadsheets know UTF-8. */
export function csvHead(language: Language): string {
  return BYTE_ORDER_MARK + line(COLUMNS.map((column) => column[language]));
}

/** @param names of cameras and people, by id */
export function csvLine(entry: AuditEntry, names: ReadonlyMap<string, string>, language: Language): string {
  const { seq, atUnixMs, actor, address, action, subjectId, detail, hash } = entry;
  const { capacity } = detail;
  return line([
    String(seq),
    zoned(atUnixMs),
    actor,
    typeof capacity === 'string' ? capacity : '',
    address ?? '',
    auditActionText(action)[language],
    action,
    names.get(subjectId) ?? '',
    subjectId,
    JSON.stringify(detail),
    hash,
  ]);
}

/** 2026-02-15T14:30:00.000+07:00; a clock that was far off is written as it is. */
function zoned(unixMs: number): string {
  const date = new Date(unixMs + SITE_UTC_OFFSET_MS);
  return Number.isNaN(date.getTime()) ? String(unixMs) : date.toISOString().replace('Z', '+07:00');
}

function line(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** What begins like a formula gets the apostrophe that makes it text. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
