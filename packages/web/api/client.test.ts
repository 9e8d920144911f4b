/** The typed client against a real server on loopback that answers what the contract says, and what it does not. */
import { createServer } from 'node:http';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { addressOf, ask, RefusedError, ServerAwayError } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

/** Everything that is asked gets this answer. @returns what was asked */
async function serve(status: number, body: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { fetch } = globalThis;
  // A page's addresses are its server's.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    fetch(new URL(path, `http://127.0.0.1:${address.port}`), init),
  );
  return asked;
}

test('an address has its parameters and its question in it', () => {
  const question = { params: { id: 'a/b' }, query: { at: '5', width: '320' } };
  expect(addressOf('getStill', question)).toBe('/api/v1/cameras/a%2Fb/still.jpg?at=5&width=320');
  expect(addressOf('listCameras')).toBe('/api/v1/cameras');
});

test('an answer of the contract is given', async () => {
  const asked = await serve(200, '{"cameras":[]}');
  expect(await ask('listCameras', { query: { removed: 'true' } })).toEqual({ cameras: [] });
  expect(asked).toEqual(['GET /api/v1/cameras?removed=true']);
});

test('a refusal is thrown with its sentences', async () => {
  const message = { vi: 'không', en: 'no' };
  const error = { code: 'camera-not-found', message };
  await serve(404, JSON.stringify({ error }));
  await expect(ask('getCamera', { params: { id: 'x' } })).rejects.toSatisfy(
    (refused) =>
      refused instanceof RefusedError && refused.status === 404 && refused.answer.message.en === 'no',
  );
});

test.each([
  ['no JSON', 200, '<html>'],
  ['another shape than the contract says', 200, '{"cameras":5}'],
  ['an error that is none of ours', 502, '{"error":"bad gateway"}'],
])('%s is no server of ours', async (_, status, body) => {
  await serve(status, body);
  await expect(ask('listCameras')).rejects.toBeInstanceOf(ServerAwayError);
});

test('nobody there', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  await expect(ask('listCameras')).rejects.toBeInstanceOf(ServerAwayError);
});
