/** From what a row holds to the types of domain: a value outside its list is a broken database, not a default. */

/** The value when it is one of the list. @throws TypeError naming the column */
export function oneOf<Value extends string>(column: string, list: readonly Value[], text: string): Value {
  const value = list.find((member) => member === text);
  if (value === undefined) {
    throw new TypeError(`${column}: ${JSON.stringify(text)} is not one of ${list.join(', ')}`);
  }
  return value;
}
