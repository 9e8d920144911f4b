/** Runs a route's schemas over a request and says what is wrong with it in the contract's words. */
import { isRule, type Rule } from '@matlang/contract';
import type { z } from 'zod';
import { FieldError } from '../../answer/api-error.ts';

type Issue = z.core.$ZodIssue;

/** Fastify's compiler of validators: the parsed value, or the first thing that is wrong as a FieldError. */
export function compileValidator({
  schema,
  httpPart,
}: {
  readonly schema: z.ZodType;
  readonly httpPart?: string | undefined;
}): (value: unknown) => { value: unknown } | { error: Error } {
  return (value) => {
    const result = schema.safeParse(value);
    const issue = result.error?.issues[0];
    return issue === undefined
      ? { value: result.data }
      : { error: fieldErrorOf(issue, value, httpPart ?? 'body') };
  };
}

function fieldErrorOf(issue: Issue, value: unknown, httpPart: string): FieldError {
  const path = issue.path.map(String);
  const found = brokenRule(issue, value, httpPart);
  const field = [...path, ...(found.key === undefined ? [] : [found.key])].join('.');
  return new FieldError(field === '' ? httpPart : field, found.rule, found.values);
}

interface BrokenRule {
  readonly rule: Rule;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly key?: string;
}

function brokenRule(issue: Issue, value: unknown, httpPart: string): BrokenRule {
  if (issue.code !== 'unrecognized_keys' && issue.code !== 'custom' && isMissing(value, issue.path)) {
    return { rule: 'required' };
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      // The name is the asker's own; it is cut because an answer is no place for a megabyte.
      return { rule: 'unknown-key', key: (issue.keys[0] ?? '').slice(0, 80) };
    case 'invalid_type':
      // A query's field that comes twice is a list.
      return httpPart === 'querystring' && issue.path.length === 1 && issue.expected === 'string'
        ? { rule: 'given-twice' }
        : { rule: 'type', values: { expected: issue.expected } };
    case 'too_big':
      return { rule: sizeRule(issue.origin, 'big'), values: { limit: Number(issue.maximum) } };
    case 'too_small':
      return Number(issue.minimum) === 1 && issue.origin === 'string'
        ? { rule: 'text-empty' }
        : { rule: sizeRule(issue.origin, 'small'), values: { limit: Number(issue.minimum) } };
    case 'invalid_value':
      return { rule: 'choice', values: { choices: issue.values.map(String).join(', ') } };
    case 'custom': {
      const rule: unknown = issue.params?.['rule'];
      return { rule: typeof rule === 'string' && isRule(rule) ? rule : 'format' };
    }
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return { rule: 'format' };
    default:
      issue satisfies never;
      return { rule: 'format' };
  }
}

function sizeRule(origin: string, direction: 'big' | 'small'): Rule {
  if (origin === 'array') return direction === 'big' ? 'too-many' : 'too-few';
  if (origin === 'string') return direction === 'big' ? 'text-too-long' : 'text-empty';
  return direction === 'big' ? 'number-too-large' : 'number-too-small';
}

/** Whether the last name of the path is not there in an object that is. */
function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let current: unknown = value;
  for (const [index, key] of path.entries()) {
    if (typeof current !== 'object' || current === null) return false;
    const member: unknown = Reflect.get(current, key);
    if (member === undefined) return index === path.length - 1;
    current = member;
  }
  return false;
}
