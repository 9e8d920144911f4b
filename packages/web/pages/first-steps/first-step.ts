/** The steps behind the first administrator, as the address names them. */

/** In their order. */
export const FIRST_STEPS = ['site', 'machine', 'network', 'cameras'] as const;
/** One of them. */
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What of an address counts; nothing: the first. */
export const parseFirstStep = (search: Record<string, unknown>): { step?: FirstStep } => {
  const step = FIRST_STEPS.find((one) => one === search['step']);
  return step === undefined ? {} : { step };
};
