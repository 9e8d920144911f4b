/** What the command line may say of the network, and what it is told where that makes no sense. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readNetworkArguments } from './network-arguments.ts';

test('what is left out stays as it is set', () => {
  expect(readNetworkArguments({})).toEqual({});
  expect(readNetworkArguments({ https: true })).toEqual({ https: 'own', allowHttp: false });
  expect(readNetworkArguments({ 'allow-http': true })).toEqual({ https: 'off', allowHttp: true });
});

test('addresses with and without port, names, and files of a given certificate', () => {
  expect(readNetworkArguments({ listen: ['0.0.0.0:8444', '[fd00::0:12]'] })).toEqual({
    listen: ['0.0.0.0', 'fd00::12'],
    port: 8444,
  });
  expect(readNetworkArguments({ listen: ['::'], 'host-name': ['Camera.LAN'] })).toEqual({
    listen: ['::'],
    names: ['camera.lan'],
  });
  expect(readNetworkArguments({ certificate: 'a.crt', key: '/k/a.key' })).toEqual({
    https: 'given',
    allowHttp: false,
    certificateFile: resolve('a.crt'),
    keyFile: '/k/a.key',
  });
});

test.each([
  [{ listen: ['camera.lan'] }, '--listen camera.lan'],
  [{ listen: ['0.0.0.0:0'] }, '--listen 0.0.0.0:0'],
  [{ listen: ['0.0.0.0:70000'] }, '--listen 0.0.0.0:70000'],
  [{ listen: ['127.0.0.1:1', '127.0.0.2:2'] }, 'one port'],
  [{ listen: Array.from({ length: 9 }, () => '0.0.0.0') }, 'at most 8'],
  [{ 'host-name': ['https://camera.lan'] }, '--host-name https://camera.lan'],
  [{ certificate: 'a.crt' }, '--key FILE'],
  [{ key: 'a.key' }, '--key FILE'],
  [{ https: true, 'allow-http': true }, '--allow-http'],
])('%j is refused with what it must be', (given, told) => {
  expect(() => readNetworkArguments(given)).toThrow(told);
});
