/** How deep a body's brackets are nested, before it is parsed. */

/** No request of the contract comes near. */
const MAX_DEPTH = 32;

/**
 * JSON.parse takes two to eight seconds for half a million brackets within one another, less than the largest body has, on the thread
 * of everybody; this takes a few milliseconds. Brackets within strings don't count.
 */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at + 1);
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}

/** Of the closing quote; the text's length where there is none. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
