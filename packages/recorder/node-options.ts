/**
 * What Node is to be started with for the recorder's process. Young objects live in 2 MiB instead of up to 32: almost nothing
 * of a picture is an object, so collecting more often costs nothing that can be measured, and 64 streams take 80 MB less.
 */
export const RECORDER_NODE_OPTIONS: readonly string[] = ['--max-semi-space-size=2'];
