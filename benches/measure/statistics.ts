/** The few statistics that benches print. */

/** The middle value; the mean of the two middle ones of an even count. */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** Linear interpolation between the two nearest ranks. Refuses an empty list. */
export const percentile = (values: readonly number[], percent: number): number => {
  if (values.length === 0) throw new TypeError('percentile: values is empty');
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
};

/** Slope of the least-squares line, in units of y for a unit of x. */
export const slopeOf = (points: readonly (readonly [number, number])[]): number => {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
};
