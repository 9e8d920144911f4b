/** A refusal on its way to whoever asked: a code of the contract's table with its values. */
import {
  API_ERRORS,
  type ApiErrorCode,
  type ErrorAnswer,
  type ErrorValues,
  type ExportPartListing,
  errorAnswer,
  type GapCause,
  type Rule,
  ruleAnswer,
} from '@matlang/contract';
import type { Checked } from '@matlang/domain';

/** `parts`: with `several-parts`, where each part can be fetched alone. `cause` is for the log and never answered. */
export interface ApiErrorOptions extends ErrorOptions {
  readonly parts?: readonly ExportPartListing[];
  readonly gapCause?: GapCause;
}

/** A code of the table with the values for its sentences; becomes the answer as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly answer: ErrorAnswer;

  constructor(code: ApiErrorCode, values: ErrorValues = {}, options: ApiErrorOptions = {}) {
    super(code, options);
    this.code = code;
    const { error } = errorAnswer(code, values);
    const { parts, gapCause } = options;
    this.answer = {
      error: {
        ...error,
        ...(parts === undefined ? {} : { parts: [...parts] }),
        ...(gapCause === undefined ? {} : { gapCause }),
      },
    };
  }

  get status(): number {
    return API_ERRORS[this.code].status;
  }
}

/** A field of the request breaks a rule. */
export class FieldError extends ApiError {
  override readonly answer: ErrorAnswer;

  constructor(field: string, rule: Rule, values: ErrorValues = {}) {
    super('request-invalid');
    this.answer = ruleAnswer(field, rule, values);
  }
}

/** The value that passed a law of domain. @throws FieldError for what did not */
export function lawful<Value>(checked: Checked<Value>): Value {
  if (checked.ok) {
    return checked.value;
  }
  const { field, rule, limit } = checked.violation;
  throw new FieldError(field, rule, limit === undefined ? {} : { limit });
}
