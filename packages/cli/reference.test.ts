import { expect, test } from 'vitest';
import { commandLineReference } from './reference.ts';

test('docs/ref/cli.md is what the commands say of themselves', async () => {
  await expect(commandLineReference()).toMatchFileSnapshot('../../docs/ref/cli.md');
});
