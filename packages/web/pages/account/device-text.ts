/** A browser's own name for itself, cut down to what its owner calls it. */

/** Those that call themselves by the names of others stand first. */
const BROWSERS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/coc_coc/i, 'Cốc Cốc'],
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
const LONGEST = 80;

/** “Firefox, Windows”; what is no known browser as it names itself; null: it does not. */
export function deviceText(userAgent: string): string | null {
  const named = [BROWSERS, SYSTEMS].flatMap((names) => {
    const found = names.find(([sign]) => sign.test(userAgent));
    return found === undefined ? [] : [found[1]];
  });
  if (named.length > 0) return named.join(', ');
  return userAgent.trim() === '' ? null : userAgent.slice(0, LONGEST);
}
