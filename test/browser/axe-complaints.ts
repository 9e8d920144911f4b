/** What axe finds wrong with a page as it stands. Which pages are looked at does not belong here. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeNode {
  readonly target: readonly unknown[];
  readonly failureSummary?: string;
}
interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly AxeNode[];
}

/**
 * The status page asks for itself again without a script: it shows how things are at this moment, for which WCAG 2.2.1 makes an
 * exception that axe can't see.
 */
const RULES_OFF: Readonly<Record<string, readonly string[]>> = { '/status': ['meta-refresh'] };

/** Rules of WCAG 2.2 AA and below, and good practice; `only` some of them. @returns what is wrong, as `rule: element` */
export async function axeComplaints(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const off = RULES_OFF[new URL(page.url()).pathname] ?? [];
  const options = {
    rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
    ...(only === undefined ? {} : { runOnly: { type: 'rule', values: only } }),
  };
  const violations = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${page.url()} ${id}: ${target.join(' ')} ${failureSummary ?? ''}`,
    ),
  );
}
