/**
 * `npm start`, `npm test`, `npm run bench`, `npm run bench:web` and `npm run fuzz`: set up what is missing, then run on the pinned Node.
 *   node scripts/with-setup.mjs demo|test|bench|bench:web|fuzz [arguments...]
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, pinnedNode, root, setUp } from './setup.mjs';
import { findWitnesses } from './witnesses.mjs';

const programs = {
  demo: [join(root, 'packages', 'cli', 'main.ts'), 'demo', '--data', join('data', 'demo')],
  test: [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'],
  bench: [join(root, 'benches', 'run.ts')],
  'bench:web': [join(root, 'benches', 'web', 'run.ts')],
  fuzz: [join(root, 'scripts', 'fuzz.ts')],
};

const [what, ...rest] = process.argv.slice(2);
const program = programs[what];
if (!program) {
  console.error(`unknown: ${what}; known: ${Object.keys(programs).join(', ')}`);
  process.exit(2);
}
if (what === 'test')
  console.log(
    'Kiểm thử: khoảng 20 phút; kết quả hiện dần theo từng tệp.\nTests: about 20 minutes; results appear file by file.\n',
  );
setUp();
if (what === 'test') findWitnesses();

const child = spawn(pinnedNode, [...program, ...rest], { cwd: root, stdio: 'inherit', env: environment() });
// Ctrl-C reaches the child through the terminal's process group; a signal sent to this process alone is handed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
