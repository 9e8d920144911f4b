/** A program that brings a database to today's schema and is killed at one step of it: `FILE STEP`. Not killed where the step does not come. */
import { openSiteDatabase } from './site-database.ts';

const [path = '', step = ''] = process.argv.slice(2);
const database = await openSiteDatabase(path, 2, {
  onStep: (reached) => {
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
await database.close();
