#!/usr/bin/env node
/** `npx matlang` in a checkout: sets up what is missing, then runs the command on the pinned Node. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, pinnedNode, root, setUp } from '../scripts/setup.mjs';

setUp();
const child = spawn(pinnedNode, [join(root, 'packages', 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: environment(),
});
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
