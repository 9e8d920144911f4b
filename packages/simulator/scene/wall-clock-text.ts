/** The clock that cameras in Vietnam draw: +07:00, dd/MM/yyyy HH:mm:ss and tenths of a second. */

const OFFSET_MS = 7 * 3_600_000;

/** E.g. `24/11/2026 12:00:00.3`, whatever the zone of the machine. */
export function wallClockText(unixMs: number): string {
  const [date = '', time = ''] = new Date(unixMs + OFFSET_MS).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year} ${time.slice(0, 10)}`;
}
