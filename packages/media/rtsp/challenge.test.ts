import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChallenges } from './index.ts';

const kinds = (...headers: string[]): readonly string[] =>
  parseChallenges(headers).map((challenge) =>
    challenge.scheme === 'basic' ? 'basic' : `${challenge.algorithm} ${challenge.nonce}`,
  );

describe('what is offered', () => {
  test('the strongest first, whatever the order and however many headers', () => {
    const sha = 'Digest realm="a", nonce="s", algorithm=SHA-256';
    const md5 = 'Digest realm="a", nonce="m"';
    const basic = 'Basic realm="a"';
    for (const headers of [
      [sha, md5, basic],
      [basic, md5, sha],
      [`${basic}, ${md5}, ${sha}`],
      [`${md5},${sha}`, basic],
    ])
      expect(kinds(...headers)).toEqual(['SHA-256 s', 'MD5 m', 'basic']);
  });

  test('names, algorithms and stale in any case; blanks around =; a missing realm', () => {
    expect(
      parseChallenges(['DIGEST Nonce = "n" , ALGORITHM="md5" , Stale=TRUE,OPAQUE=o, qop="auth-int,auth"']),
    ).toEqual([
      {
        scheme: 'digest',
        algorithm: 'MD5',
        sessionKey: false,
        realm: '',
        nonce: 'n',
        opaque: 'o',
        qopAuth: true,
        stale: true,
      },
    ]);
  });

  test('escaped quotes; what stands in quotes begins no challenge', () => {
    const [digest, ...others] = parseChallenges(['Digest realm="Shop \\"A\\", Basic door", nonce="n"']);
    expect(digest).toMatchObject({ scheme: 'digest', realm: 'Shop "A", Basic door', nonce: 'n' });
    expect(others).toEqual([]);
  });

  test('what we can’t answer is left out', () => {
    expect(kinds('Negotiate', 'NTLM abc==', 'Bearer realm="x"')).toEqual([]);
    expect(kinds('Digest realm="a", nonce="n", algorithm=MD6')).toEqual([]);
    expect(kinds('Digest realm="a", nonce="n", qop="auth-int"')).toEqual([]);
    expect(kinds('Digest realm="no nonce"')).toEqual([]);
    expect(kinds('', ',,', '=', '"', 'realm="a"')).toEqual([]);
    expect(kinds('Negotiate, Digest realm="a", nonce="n", qop=""')).toEqual(['MD5 n']);
  });

  test('no text makes it fail, many make it no longer than a few', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(...'Digest nonce="\\,=x '.split('')) })),
        (headers) => {
          expect(parseChallenges(headers).length).toBeLessThanOrEqual(8);
        },
      ),
    );
    expect(kinds(...Array.from({ length: 100 }, () => 'Basic realm="a"'))).toHaveLength(8);
  });

  test.each(['a', 'a ', 'a=', 'a="', '"', ', ', 'Digest ', 'Digest a="\\'])(
    '16 kB of %j take no time',
    (piece) => {
      const started = performance.now();
      parseChallenges([piece.repeat(16_384 / piece.length), `Digest ${' '.repeat(16_000)}=`]);
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
