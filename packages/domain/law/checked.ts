/** What a law answers: the value as it may be kept, or which field breaks which rule. No sentences: contract has them. */

/** Every rule that the laws of this package know; contract has a sentence for each. */
export type Law =
  | 'text-empty'
  | 'text-too-long'
  | 'text-control-characters'
  | 'too-few'
  | 'too-many'
  | 'number-too-small'
  | 'number-too-large'
  | 'camera-url-scheme'
  | 'camera-url-host'
  | 'camera-url-port'
  | 'camera-url-characters'
  | 'camera-url-too-long'
  | 'credentials-differ'
  | 'password-without-username'
  | 'sub-stream-missing'
  | 'audio-needs-reason'
  | 'span-order'
  | 'span-too-long'
  | 'review-in-the-past'
  | 'end-in-the-past'
  | 'purpose-too-long'
  | 'number-of-incidents-only'
  | 'user-name-form'
  | 'password-too-short'
  | 'password-guessable'
  | 'pin-form'
  | 'pin-guessable';

/** The first law that a value breaks, as data that any language can make a sentence of. */
export interface LawViolation {
  /** Path of the field with dots, as the API names it: `main.url`. */
  readonly field: string;
  readonly rule: Law;
  /** The figure that the rule compares with, where it has one. */
  readonly limit?: number;
}

/** A value in the form in which it is kept, or the violation that it is refused with. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly violation: LawViolation };

/** The value passed. */
export function accept<Value>(value: Value): Checked<Value> {
  return { ok: true, value };
}

/** The field breaks the rule. */
export function refuse(field: string, rule: Law, limit?: number): Checked<never> {
  return { ok: false, violation: limit === undefined ? { field, rule } : { field, rule, limit } };
}
