/** A witness program run to its end. */
import { execFile } from 'node:child_process';

const MAX_OUTPUT_BYTES = 256 << 20;

/**
 * What it wrote to both outputs.
 * @throws Error with what it wrote to the error output where it fails or takes too long
 */
export function runProgram(
  program: string,
  parameters: readonly string[],
  timeoutMs = 60_000,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      parameters,
      { timeout: timeoutMs, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, stderr });
        else reject(new Error(`${program} ${parameters.join(' ')}: ${error.message}\n${stderr}`));
      },
    );
  });
}
