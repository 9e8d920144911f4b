/** The tables of the contract: complete, in both languages, and equal to the reference. */
import { PERMISSIONS } from '@matlang/domain';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apiDocument } from './document/api-document.ts';
import { errorsDocument } from './document/errors-document.ts';
import { FIELD_TEXTS } from './error/field-texts.ts';
import { TYPE_TEXTS } from './error/rule-texts.ts';
import { GAP_CAUSE_TEXTS } from './gap/gap-texts.ts';
import {
  API_ERROR_CODES,
  API_ERRORS,
  errorAnswer,
  fillText,
  PROBE_FINDING_TEXTS,
  PURPOSE_KIND_TEXTS,
  ROUTE_NAMES,
  ROUTES,
  type RouteShape,
  RULE_TEXTS,
  ruleAnswer,
  STREAM_FAILURE_TEXTS,
  STREAM_STATE_TEXTS,
  STREAM_STEP_TEXTS,
  VOLUME_STATE_TEXTS,
  VOLUME_TRY_TEXTS,
} from './index.ts';

const VIETNAMESE = /[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;

describe('texts', () => {
  const texts = [
    ...Object.values(API_ERRORS),
    ...Object.values(RULE_TEXTS),
    ...Object.values(FIELD_TEXTS),
    ...Object.values(TYPE_TEXTS),
    ...Object.values(STREAM_FAILURE_TEXTS).flatMap(({ what, tryThis }) => [what, tryThis]),
    ...Object.values(STREAM_STATE_TEXTS),
    ...Object.values(STREAM_STEP_TEXTS),
    ...Object.values(VOLUME_STATE_TEXTS),
    ...Object.values(VOLUME_TRY_TEXTS),
    ...Object.values(PROBE_FINDING_TEXTS),
    ...Object.values(GAP_CAUSE_TEXTS),
    ...Object.values(PURPOSE_KIND_TEXTS),
    ...ROUTE_NAMES.map((name) => ROUTES[name].summary),
  ];

  test('are there in both languages and in one Unicode form', () => {
    expect(texts.length).toBeGreaterThan(150);
    for (const { vi, en } of texts) {
      expect(vi).toBe(vi.normalize('NFC'));
      expect(en.replaceAll('Mắt Làng', '')).not.toMatch(VIETNAMESE);
      expect(vi.length).toBeGreaterThan(3);
      expect(en.length).toBeGreaterThan(1);
    }
    expect(texts.filter(({ vi }) => !VIETNAMESE.test(vi))).toEqual([]);
  });

  test('say one thing by one word: what the glossary gave up is nowhere', () => {
    const givenUp =
      /khung hình chính|bộ ghi hình|không nói RTSP|không có mặt|với mã này|hãy hỏi|GET \/api|chưa được ghi/i;
    expect(texts.filter(({ vi, en }) => givenUp.test(vi) || givenUp.test(en))).toEqual([]);
  });

  test('fill in the same names in both languages', () => {
    const namesIn = (text: string): string[] =>
      [...text.matchAll(/\{([a-zA-Z]+)\}/g)]
        .map((match) => (match[1] ?? '').replace(/(Vi|En)$/, ''))
        .toSorted();
    for (const { vi, en } of texts) expect(namesIn(vi)).toEqual(namesIn(en));
  });

  test('leave no hole where a value is missing, and run no pattern of a value', () => {
    expect(fillText({ vi: '{a}', en: '{b} {a}' }, { a: '$& {b}' })).toEqual({
      vi: '$& {b}',
      en: '{b} $& {b}',
    });
    expect(ruleAnswer('x', 'text-too-long', { limit: 3 }).error.message.en).toContain('at most 3 characters');
    expect(errorAnswer('camera-not-found').error.code).toBe('camera-not-found');
  });
});

describe('words', () => {
  test('a sentence names a field as people do, and a type in words', () => {
    expect(ruleAnswer('name', 'text-empty').error).toEqual({
      code: 'request-invalid',
      field: 'name',
      rule: 'text-empty',
      message: {
        vi: 'Chưa thực hiện được: Tên gọi không được để trống. Chưa có gì thay đổi; hãy sửa chỗ này rồi thử lại.',
        en: 'Not carried out: the name must not be empty. Nothing was changed; correct this and try again.',
      },
    });
    expect(ruleAnswer('main.url', 'type', { expected: 'string' }).error.message.vi).toContain(
      'Địa chỉ luồng chính phải là kiểu chữ.',
    );
    expect(ruleAnswer('cameras.1', 'format').error.message.vi).toContain('Danh sách mắt camera (mục 2) ');
    expect(ruleAnswer('x', 'type', { expected: 'tuple' }).error.message.vi).toContain('“x” phải là tuple.');
    expect(ruleAnswer('constructor', 'unknown-key').error.message.en).toContain('“constructor” is not');
  });

  test('every field that a request may have is named', () => {
    const missing = ROUTE_NAMES.flatMap((name) => {
      const { params, query, headers, body }: RouteShape = ROUTES[name];
      return [params, query, headers, body].flatMap((schema) => fieldsOf(schema));
    }).filter((field) => !Object.hasOwn(FIELD_TEXTS, field));
    expect(missing).toEqual([]);
  });
});

/** Paths of an object's fields, those of objects inside it included. */
function fieldsOf(schema: unknown): string[] {
  const bare = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(bare instanceof z.ZodObject)) return bare === schema ? [] : fieldsOf(bare);
  return Object.entries(bare.shape).flatMap(([name, field]) => [
    name,
    ...fieldsOf(field).map((inner) => `${name}.${inner}`),
  ]);
}

describe('routes', () => {
  const routes: readonly RouteShape[] = ROUTE_NAMES.map((name) => ROUTES[name]);

  test('each names a permission that there is, and no two are the same', () => {
    for (const { permission, subject } of routes) {
      expect(['public', 'signed-in', 'kiosk', ...PERMISSIONS]).toContain(permission);
      if (permission === 'public' || permission === 'signed-in' || permission === 'kiosk')
        expect(subject).toBe('none');
    }
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('a route whose address names a camera asks for that one', () => {
    for (const { path, subject } of routes)
      if (path.startsWith('/api/v1/cameras/{id}')) expect(subject).toEqual({ in: 'params', field: 'id' });
  });

  test('where a subject is a field of the request, that part has it', () => {
    const named = routes.flatMap((route) =>
      typeof route.subject === 'string' ? [] : [{ route, subject: route.subject }],
    );
    expect(named.length).toBeGreaterThan(10);
    for (const { route, subject } of named) {
      const part = route[subject.in];
      expect(fieldsOf(part), route.path).toContain(subject.field);
    }
  });

  test('what a shared screen may ask of recordings has an instant by which it is bounded', () => {
    const asked = routes.filter(({ kiosk }) => kiosk !== undefined);
    for (const { kiosk, permission, query, path } of asked) {
      expect(permission, path).toBe(kiosk === 'live' ? 'live.view' : 'footage.view');
      if (kiosk === 'recent')
        expect(
          fieldsOf(query).filter((field) => field === 'from' || field === 'at'),
          path,
        ).toHaveLength(1);
    }
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/cameras/{id}/timeline',
      'GET /api/v1/timeline',
      'GET /api/v1/cameras/{id}/play',
      'GET /api/v1/cameras/{id}/still.jpg',
      'GET /api/v1/cameras/{id}/last.jpg',
      'GET /api/v1/cameras/{id}/stills',
    ]);
  });

  test('only what tells nothing is public, and what one signs in by', () => {
    const open = routes
      .filter(({ permission }) => permission === 'public')
      .map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'GET /api/v1/session',
      'POST /api/v1/session',
      'POST /api/v1/session/second-factor',
      'DELETE /api/v1/session',
      'POST /api/v1/setup',
      'POST /api/v1/invitation',
      'POST /api/v1/session/passkey/challenge',
      'POST /api/v1/session/passkey',
      'POST /api/v1/recovery',
      'POST /api/v1/kiosk/pairing',
      // What a phone needs before it can trust the site.
      'GET /trust',
      'GET /trust/matlang.crt',
      'GET /api/v1/openapi.json',
      'GET /',
      'GET /healthz',
      'GET /api/v1/healthz',
    ]);
  });

  test('each has a schema for every parameter in its path', () => {
    for (const { path, params } of routes) {
      const names = [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1]);
      const known = params instanceof z.ZodObject ? Object.keys(params.shape) : [];
      expect(known.toSorted()).toEqual(names.map(String).toSorted());
    }
  });

  test('those that read footage take a purpose', () => {
    const reading = routes.filter(
      ({ permission, method }) => permission.startsWith('footage.') && method !== 'DELETE',
    );
    expect(reading.length).toBeGreaterThan(5);
    for (const { query, body, path } of reading) {
      const schema = body ?? query;
      // A prepared export has named its purpose when it was asked for.
      if (path.startsWith('/api/v1/exports/') || path.startsWith('/api/v1/purposes')) continue;
      expect(schema instanceof z.ZodObject && 'purpose' in schema.shape, path).toBe(true);
    }
  });
});

test('every code has a status that says whose fault it is', () => {
  for (const code of API_ERROR_CODES) expect(API_ERRORS[code].status).toBeGreaterThanOrEqual(400);
});

describe('the reference equals the tables', () => {
  test('errors', async () => {
    await expect(errorsDocument()).toMatchFileSnapshot('../../docs/ref/errors.md');
  });
  test('API', async () => {
    await expect(apiDocument()).toMatchFileSnapshot('../../docs/ref/api.md');
  });
});
