/** Times as people type them: the command line understands the same. */
export { parseSpokenInstant as parseTime } from '@matlang/contract';
