/** Names of exported files: ASCII, sortable, without surprises in any file system. */

/** `cong-cho-20260203T110506+0700.mp4`; parts from the second on say their number. */
export function exportFileName(
  cameraName: string,
  startUnixMs: number,
  utcOffsetMinutes: number,
  part: number,
): string {
  const plain = cameraName
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const local = new Date(startUnixMs + utcOffsetMinutes * 60_000).toISOString();
  const time = local.slice(0, 19).replace(/[-:]/g, '');
  const number = part === 0 ? '' : `-part${part + 1}`;
  return `${plain === '' ? 'camera' : plain}-${time}${zoneOf(utcOffsetMinutes)}${number}.mp4`;
}

function zoneOf(utcOffsetMinutes: number): string {
  if (utcOffsetMinutes === 0) return 'Z';
  const minutes = Math.abs(utcOffsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
