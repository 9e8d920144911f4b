/** Where the processes of a site listen for each other, within its data directory. */

/** Of the recorder: for the server, the analyst, and whoever measures or checks it. */
export const RECORDER_SOCKET = 'run/recorder.sock';

/** Of the analyst: for the server, and for the supervisor, which looks whether it still answers. */
export const ANALYST_SOCKET = 'run/analyst.sock';
