import { describe, expect, test } from 'vitest';
import { type CameraDraft, checkCameraChange, checkNewCamera } from './camera-draft.ts';

const draft = (more: Partial<CameraDraft> = {}): CameraDraft => ({
  name: 'Cổng chợ',
  main: { url: 'rtsp://10.0.0.5/1' },
  ...more,
});
const broken = (more: Partial<CameraDraft>) => {
  const result = checkNewCamera(draft(more));
  return result.ok ? null : `${result.violation.field} ${result.violation.rule}`;
};

describe('checkNewCamera', () => {
  test('fills in what was left out', () => {
    const result = checkNewCamera(draft());
    expect(result.ok && result.value.settings).toEqual({
      name: 'Cổng chợ',
      enabled: true,
      mainUrl: 'rtsp://10.0.0.5/1',
      subUrl: null,
      username: null,
      transport: 'tcp',
      record: 'both',
      live: { main: true, sub: true },
      audio: { enabled: false, reason: null },
      retentionDays: 30,
    });
  });

  test('keeps names in one Unicode form', () => {
    const result = checkNewCamera(draft({ name: ' Cổng chợ '.normalize('NFD') }));
    expect(result.ok && result.value.settings.name).toBe('Cổng chợ'.normalize('NFC'));
  });

  test('takes user and password out of an address', () => {
    const result = checkNewCamera(draft({ main: { url: 'rtsp://u:p@h/1' }, sub: { url: 'rtsp://u:p@h/2' } }));
    expect(result.ok && result.value).toMatchObject({
      settings: { mainUrl: 'rtsp://h/1', subUrl: 'rtsp://h/2', username: 'u' },
      password: 'p',
    });
  });

  test.each<[Partial<CameraDraft>, string]>([
    [{ name: '  ' }, 'name text-empty'],
    [{ name: 'a'.repeat(201) }, 'name text-too-long'],
    [{ name: 'a\u0000b' }, 'name text-control-characters'],
    [{ name: 'a\u202eb' }, 'name text-control-characters'],
    [{ name: 'a\ud800' }, 'name text-control-characters'],
    [{ main: { url: 'x' } }, 'main.url camera-url-scheme'],
    [{ sub: { url: 'x' } }, 'sub.url camera-url-scheme'],
    [{ record: 'sub' }, 'record sub-stream-missing'],
    [{ audio: { enabled: true } }, 'audio.reason audio-needs-reason'],
    [{ audio: { enabled: true, reason: ' ' } }, 'audio.reason audio-needs-reason'],
    [{ retentionDays: 0 }, 'retentionDays number-too-small'],
    [{ retentionDays: 3651 }, 'retentionDays number-too-large'],
    [{ password: 'p' }, 'password password-without-username'],
    [{ main: { url: 'rtsp://:secret@h/' } }, 'password password-without-username'],
    [{ username: '', password: 'p' }, 'username text-empty'],
    [{ username: 'a\r\nb' }, 'username text-control-characters'],
    [{ username: 'u', password: 'a\nb' }, 'password text-control-characters'],
    [{ username: 'u', password: 'p'.repeat(257) }, 'password text-too-long'],
    [{ main: { url: 'rtsp://a:b@h/' }, username: 'c' }, 'username credentials-differ'],
    [{ main: { url: 'rtsp://a:b@h/' }, sub: { url: 'rtsp://a:c@h/' } }, 'password credentials-differ'],
  ])('refuses %j', (more, expected) => {
    expect(broken(more)).toBe(expected);
  });
});

describe('checkCameraChange', () => {
  const made = checkNewCamera(draft({ username: 'u', password: 'p', sub: { url: 'rtsp://10.0.0.5/2' } }));
  if (!made.ok) throw new Error('the draft is lawful');
  const current = made.value.settings;
  const change = (more: Parameters<typeof checkCameraChange>[1]) => {
    const result = checkCameraChange(current, more);
    return result.ok ? result.value : result.violation;
  };

  test('leaves alone what is not named', () => {
    expect(change({ name: 'Ngã ba' })).toEqual({
      settings: { ...current, name: 'Ngã ba' },
      password: undefined,
      addresses: { main: undefined, sub: undefined },
    });
  });

  test('null takes away; without a user there is no password', () => {
    expect(change({ sub: null })).toMatchObject({ settings: { subUrl: null } });
    expect(change({ username: null })).toMatchObject({ settings: { username: null }, password: null });
    expect(change({ password: null })).toMatchObject({ settings: { username: 'u' }, password: null });
  });

  test('an address with a user changes the user', () => {
    expect(change({ main: { url: 'rtsp://v:q@10.0.0.5/1' } })).toMatchObject({
      settings: { username: 'v', mainUrl: 'rtsp://10.0.0.5/1' },
      password: 'q',
    });
  });

  test('live streams change one by one', () => {
    expect(change({ live: { sub: false } })).toMatchObject({
      settings: { live: { main: true, sub: false } },
    });
  });

  test('recording only a sub stream that is taken away is refused', () => {
    expect(change({ sub: null, record: 'sub' })).toEqual({ field: 'record', rule: 'sub-stream-missing' });
  });
});
