/** Which addresses are opened, for every combination of what is asked and what is there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ListeningFacts, planListening } from './plan-listening.ts';

const OPEN: ListeningFacts = {
  hasAdministrator: true,
  listen: ['0.0.0.0'],
  wantsHttps: true,
  hasCertificate: true,
  allowHttp: false,
  ownAddresses: ['192.168.1.10', 'fd00::12'],
  localPort: 8080,
  port: 8443,
};
const opened = (facts: Partial<ListeningFacts>): readonly string[] =>
  planListening({ ...OPEN, ...facts }).endpoints.map(
    ({ address, port, secure, serves }) => `${secure ? 'https' : 'http'} ${address} ${port} ${serves}`,
  );
const reason = (facts: Partial<ListeningFacts>): string => planListening({ ...OPEN, ...facts }).reason;

test('HTTPS on all addresses, with HTTP beside it that leads there; the machine’s own entrance is left alone', () => {
  expect(opened({})).toEqual([
    'https 127.0.0.1 8443 site',
    'https 192.168.1.10 8443 site',
    'http 192.168.1.10 8080 redirect',
  ]);
  expect(opened({ listen: ['::'] })).toContain('https fd00::12 8443 site');
  expect(opened({ port: 8080 })).toEqual(['https 192.168.1.10 8080 site']);
  expect(reason({})).toBe('https');
});

test('without HTTPS only where that was chosen explicitly', () => {
  expect(reason({ wantsHttps: false })).toBe('no-choice');
  const plain = { wantsHttps: false, allowHttp: true, port: 8080 };
  expect(reason(plain)).toBe('plain-http');
  expect(opened(plain)).toEqual(['http 192.168.1.10 8080 site']);
  expect(reason({ hasCertificate: false, allowHttp: true })).toBe('no-certificate');
});

test('an address that the machine does not have is not opened; a loopback address is where it is named', () => {
  expect(reason({ listen: ['192.168.7.7'] })).toBe('no-address');
  expect(reason({ ownAddresses: [] })).toBe('no-address');
  expect(opened({ listen: ['127.0.0.2'], ownAddresses: [] })).toEqual([
    'https 127.0.0.2 8443 site',
    'http 127.0.0.2 8080 redirect',
  ]);
});

test('nothing is ever opened without administrator, without being asked, or in clear without being told', () => {
  const facts = fc.record({
    hasAdministrator: fc.boolean(),
    listen: fc.subarray(['0.0.0.0', '::', '127.0.0.1', '127.0.0.2', '192.168.1.10', '10.0.0.1']),
    wantsHttps: fc.boolean(),
    hasCertificate: fc.boolean(),
    allowHttp: fc.boolean(),
    ownAddresses: fc.subarray(['192.168.1.10', 'fd00::12']),
    localPort: fc.constantFrom(8080, 80),
    port: fc.constantFrom(8080, 8443, 443),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const { endpoints, reason: why } = planListening(given);
      const keys = endpoints.map(({ address, port }) => `${address} ${port}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain(`127.0.0.1 ${given.localPort}`);
      if (!given.hasAdministrator || given.listen.length === 0) expect(endpoints).toEqual([]);
      if (!given.wantsHttps && !given.allowHttp) expect(endpoints).toEqual([]);
      if (given.wantsHttps) {
        if (!given.hasCertificate) expect(endpoints).toEqual([]);
        expect(endpoints.filter(({ secure, serves }) => !secure && serves === 'site')).toEqual([]);
      }
      if (endpoints.length > 0) expect(['https', 'plain-http']).toContain(why);
    }),
  );
});
