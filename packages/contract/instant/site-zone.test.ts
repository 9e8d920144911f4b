/** Name and offset of the site's zone are the same zone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SITE_UTC_OFFSET_MS, SITE_ZONE } from './site-zone.ts';

const inZone = new Intl.DateTimeFormat('sv-SE', {
  timeZone: SITE_ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
});

test('the offset is that of the named zone at every instant since 1976', () => {
  const instant = fc.integer({ min: Date.UTC(1976, 0), max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(instant, (unixMs) => {
      const shifted = new Date(unixMs + SITE_UTC_OFFSET_MS).toISOString();
      expect(inZone.format(unixMs)).toBe(shifted.slice(0, 19).replace('T', ' '));
    }),
  );
});
