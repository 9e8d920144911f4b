/** One question to whoever sits at the terminal. */
import { createInterface } from 'node:readline';

/** Asks on standard error, so that what is printed for a script stays clean. @returns null where the input ended. */
export const askLine = (question: string): Promise<string | null> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.once('close', () => resolve(null));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
