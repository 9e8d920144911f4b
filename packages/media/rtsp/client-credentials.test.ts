/** How a client asks with credentials, and how often. */
import { describe, expect, test } from 'vitest';
import {
  Conversation,
  DIGEST,
  digestIsRight,
  guarded,
  PASSWORD,
  PLAYING,
} from './scripted-conversation-for-tests.ts';

describe('credentials', () => {
  test('Digest from the first 401 on', () => {
    const c = new Conversation(guarded([DIGEST], (request) => digestIsRight(request))).run();
    expect(c.methods).toBe(`OPTIONS ${PLAYING}`);
    expect(c.steps).toEqual([
      'options',
      'authenticating',
      'options',
      'describing',
      'setting-up',
      'starting',
      'playing',
    ]);
    expect(c.failures).toEqual([]);
  });

  test('a wrong password is tried exactly once', () => {
    for (const challenges of [[DIGEST], ['Basic realm="Cam"'], ['Basic realm="a"', DIGEST]]) {
      const c = new Conversation(guarded(challenges, () => false)).run();
      expect(c.authorizations).toHaveLength(1);
      expect(c.failures).toMatchObject([
        { step: 'authenticating', code: 'credentials-refused', statusCode: 401 },
      ]);
    }
  });

  test('a wrong password is tried once where OPTIONS asks for none and each 401 has a nonce of its own', () => {
    let nonce = 0;
    const c = new Conversation((request, count) => {
      nonce += 1;
      return request.method === 'OPTIONS'
        ? {}
        : guarded([`Digest realm="Cam", nonce="n${nonce}"`], () => false)(request, count);
    }).run();
    expect([c.methods, c.authorizations.length]).toEqual(['OPTIONS DESCRIBE DESCRIBE', 1]);
    expect(c.failures[0]?.code).toBe('credentials-refused');
  });

  test('a camera that calls every nonce stale is not asked for ever', () => {
    let nonce = 0;
    const c = new Conversation((request, count) => {
      nonce += 1;
      return guarded([`Digest realm="Cam", nonce="n${nonce}", stale=true`], () => false)(request, count);
    }).run();
    expect(c.authorizations).toHaveLength(2);
    expect(c.failures[0]?.code).toBe('credentials-refused');
  });

  test('a stale nonce is answered with the new one, at any request', () => {
    for (const method of ['DESCRIBE', 'SETUP', 'PLAY']) {
      let nonce = 'n1';
      const c = new Conversation((request, count) => {
        if (request.method === method && count === 1) nonce = 'n2';
        const stale = nonce === 'n2' ? ', stale=TRUE' : '';
        return guarded([`Digest realm="Cam", nonce="${nonce}"${stale}`], (r) => digestIsRight(r, nonce))(
          request,
          count,
        );
      }).run();
      expect([method, c.client.step]).toEqual([method, 'playing']);
      expect(c.authorizations).toHaveLength(6);
    }
  });

  test('401 for the first time at SETUP or PLAY', () => {
    for (const method of ['SETUP', 'PLAY']) {
      const c = new Conversation(
        guarded([DIGEST], (request) => request.method !== method || digestIsRight(request)),
      ).run();
      expect([c.client.step, c.failures]).toEqual(['playing', []]);
      expect(c.tracks).toHaveLength(2);
    }
  });

  test('another nonce at keep-alive, then a changed password', () => {
    let nonce = 'n1';
    let password = PASSWORD;
    const c = new Conversation((request, count) =>
      guarded([`Digest realm="Cam", nonce="${nonce}"`], (r) => digestIsRight(r, nonce, password))(
        request,
        count,
      ),
    ).run();
    nonce = 'n2';
    c.pass(31);
    expect([c.count('GET_PARAMETER'), c.client.step]).toEqual([2, 'playing']);
    const before = c.authorizations.length;
    nonce = 'n3';
    password = 'other';
    c.pass(30);
    // The one with the old nonce, one more try, and TEARDOWN.
    expect([c.authorizations.length - before, c.failures[0]?.code]).toEqual([3, 'credentials-refused']);
  });

  test('the challenge that was answered already, again and not stale: not asked twice', () => {
    for (const challenge of [DIGEST, 'Basic realm="Cam"', 'Digest realm="Cam", nonce="n1", stale=true']) {
      let open = true;
      const c = new Conversation(
        guarded([challenge], ({ headers }) => open && headers.get('authorization') !== null),
      ).run();
      const before = c.authorizations.length;
      open = false;
      c.pass(31);
      expect(c.requests.slice(-2).map(({ method }) => method)).toEqual(['GET_PARAMETER', 'TEARDOWN']);
      expect([c.authorizations.length - before, c.failures[0]?.code]).toEqual([2, 'credentials-refused']);
    }
  });

  test('Tapo: Basic and Digest at once, in one header or two, any order: Digest is used', () => {
    for (const challenges of [
      ['Basic realm="Cam"', DIGEST],
      [DIGEST, 'Basic realm="Cam"'],
      [`Basic realm="Cam", ${DIGEST}`],
    ]) {
      const c = new Conversation(guarded(challenges, (request) => digestIsRight(request))).run();
      expect(c.client.step).toBe('playing');
      expect(c.authorizations.every((text) => text.startsWith('Digest '))).toBe(true);
    }
  });

  test('Hikvision: SHA-256 offered first or last is what is used', () => {
    const sha = 'Digest realm="Cam", nonce="n1", algorithm="SHA-256", qop="auth"';
    for (const challenges of [
      [sha, DIGEST],
      [DIGEST, sha],
      ['Basic realm="Cam"', DIGEST, sha],
    ]) {
      const c = new Conversation(
        guarded(challenges, ({ headers }) => headers.get('authorization') !== null),
      ).run();
      expect(c.client.step).toBe('playing');
      for (const [index, text] of c.authorizations.entries()) {
        expect(text).toContain('algorithm=SHA-256');
        expect(text).toContain(`nc=0000000${index + 1}`);
      }
    }
  });

  test('no credentials, or nothing that we can answer', () => {
    const none = new Conversation(
      guarded([DIGEST], () => false),
      { credentials: null },
    ).run();
    expect(none.failures).toMatchObject([{ step: 'authenticating', code: 'credentials-missing' }]);
    const strange = new Conversation(guarded(['NTLM', 'Digest algorithm=MD6, nonce="x"'], () => false)).run();
    expect(strange.failures[0]?.code).toBe('authentication-unsupported');
    expect(strange.authorizations).toEqual([]);
  });
});
