/** Where a password comes from: a file, a pipe, and a real terminal (`script` of Debian's bsdutils is one). */
import { join } from 'node:path';
import { startProcess, until } from '@matlang/testkit';
import { expect, test } from 'vitest';

const MODULE = join(import.meta.dirname, 'password-file.ts');
/** Says what it read in another form, so that an echo can be told from it. */
const READ = `import(${JSON.stringify(MODULE)}).then(({ readPasswordFile }) => console.log('read:', readPasswordFile('-').split('').join('.')))`;
const PASSWORD = 'mật khẩu=1';
const SAID = `read: ${PASSWORD.split('').join('.')}`;

test('at a terminal it is asked for, and not shown while it is typed', async () => {
  const command = `'${process.execPath}' -e "${READ.replaceAll('"', String.raw`\"`)}"`;
  const started = await startProcess('script', ['-qec', command, '/dev/null']);
  let shownSoFar = '';
  started.child.stdout?.on('data', (bytes: Buffer) => (shownSoFar += bytes.toString()));
  await until('it asks', () => shownSoFar.includes('Password:'), 20_000);
  started.child.stdin?.write(`${PASSWORD}\n`);
  await started.waitForLine(/^read:/, 20_000);
  await started.ended;
  const shown = started.lines.map((line) => line.trim());
  expect(shown).toContain(SAID);
  expect(shown.join('\n')).not.toContain(PASSWORD);
});

test('from a pipe its first line counts', async () => {
  const started = await startProcess(process.execPath, ['-e', READ]);
  started.child.stdin?.end(`${PASSWORD}\nmore\n`);
  await started.waitForLine(/^read:/, 20_000);
  expect(started.lines).toContain(SAID);
  expect(started.lines.join('\n')).not.toContain('Password');
});
