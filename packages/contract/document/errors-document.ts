/** docs/ref/errors.md, written from the tables: a test holds the file equal to it. */
import { API_ERROR_CODES, API_ERRORS } from '../error/error-table.ts';
import { RULE_TEXTS, RULES } from '../error/rule-texts.ts';
import { STREAM_FAILURE_TEXTS } from '../stream/failure-texts.ts';
import { STREAM_FAILURE_CODES } from '../stream/stream-words.ts';

/** The whole document in Markdown. */
export function errorsDocument(): string {
  return [
    '# Errors',
    'This page is made from `packages/contract`; `npx vitest run packages/contract -u` writes it anew.',
    'An answer that is an error has this form; `field` and `rule` are there where a field of the request broke a rule:',
    '```json\n{ "error": { "code": "request-invalid", "field": "main.url", "rule": "camera-url-scheme", "message": { "vi": "…", "en": "…" } } }\n```',
    '`{name}` stands for a value that is filled in.',
    '## Codes',
    table(
      ['code', 'status', 'vi', 'en'],
      API_ERROR_CODES.map((code) => {
        const { status, vi, en } = API_ERRORS[code];
        return [`\`${code}\``, String(status), vi, en];
      }),
    ),
    '## Rules of fields',
    table(
      ['rule', 'vi', 'en'],
      RULES.map((rule) => [`\`${rule}\``, RULE_TEXTS[rule].vi, RULE_TEXTS[rule].en]),
    ),
    '## Why a stream fails',
    'The code stands in `failure.code` of a stream in `GET /api/v1/status` and of a probe.',
    table(
      ['code', 'what (vi)', 'what to try (vi)', 'what (en)', 'what to try (en)'],
      STREAM_FAILURE_CODES.map((code) => {
        const { what, tryThis } = STREAM_FAILURE_TEXTS[code];
        return [`\`${code}\``, what.vi, tryThis.vi, what.en, tryThis.en];
      }),
    ),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** A Markdown table; bars in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
