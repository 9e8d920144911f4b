/** The body of every answer that is an error. */
import { z } from 'zod';
import { GAP_CAUSES } from '../gap/gap-texts.ts';
import { bilingualSchema, fillText } from '../text/bilingual.ts';
import { API_ERROR_CODES, API_ERRORS, type ApiErrorCode } from './error-table.ts';
import { fieldText } from './field-texts.ts';
import { RULE_TEXTS, RULES, type Rule, typeText } from './rule-texts.ts';

const exportPartSchema = z.strictObject({
  from: z.int(),
  to: z.int(),
  fileName: z.string(),
  sizeBytes: z.int(),
  codec: z.string(),
  /** Where this part alone can be fetched. */
  url: z.string(),
});
/** One part of an export that is several files; `from` and `to` are Unix ms of what it shows. */
export type ExportPartListing = z.infer<typeof exportPartSchema>;

/**
 * `code` names the error to programs; with `request-invalid`, `field` and `rule` say what of the request broke which
 * rule.
 */
export const errorAnswerSchema = z.strictObject({
  error: z.strictObject({
    code: z.enum(API_ERROR_CODES),
    field: z.exactOptional(z.string()),
    rule: z.exactOptional(z.enum(RULES)),
    message: bilingualSchema,
    /** With `several-parts`. */
    parts: z.exactOptional(z.array(exportPartSchema)),
    /** With `no-picture`, where it is known. */
    gapCause: z.exactOptional(z.enum(GAP_CAUSES)),
  }),
});
/** See errorAnswerSchema. */
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;

/** By the names between braces in the table's sentences; a name without a value stays as it is. */
export type ErrorValues = Readonly<Record<string, string | number>>;

/** The answer for a code of the table; `values` go where its sentences say `{name}`. */
export function errorAnswer(code: ApiErrorCode, values: ErrorValues = {}): ErrorAnswer {
  return { error: { code, message: fillText(API_ERRORS[code], values) } };
}

/** The answer for a field that breaks a rule; `values.expected` of the rule `type` is the schema's word. */
export function ruleAnswer(field: string, rule: Rule, values: ErrorValues = {}): ErrorAnswer {
  const named = fieldText(field);
  const expected = typeText(String(values['expected'] ?? ''));
  const text = fillText(RULE_TEXTS[rule], { ...values, expectedVi: expected.vi, expectedEn: expected.en });
  const message = fillText(API_ERRORS['request-invalid'], {
    fieldVi: named.vi,
    fieldEn: named.en,
    ruleVi: text.vi,
    ruleEn: text.en,
  });
  return { error: { code: 'request-invalid', field, rule, message } };
}
