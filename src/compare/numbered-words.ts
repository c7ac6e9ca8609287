/** Half full at most: a word is mostly found where it is first looked for. */
const ROOM = 2;

/**
 * The number of each word in a list, as an object to be indexed by words: `numbers[words[i]] === i`, and others may be
 * set. A word becomes a property with its first use: an object with all of a language's words as properties takes ten
 * times as long to make as the table here, and a text uses few of them.
 */
export function numberedWords(words: readonly string[]): Record<string, number> {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(ROOM * words.length + 1)));
  const mask = slots.length - 1;
  for (let number = 0; number < words.length; number++) {
    let slot = hashOf(words[number] ?? '') & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  }
  const numberOf = (word: string): number | undefined => {
    for (let slot = hashOf(word) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (words[number] === word) return number;
    }
    return undefined;
  };
  const get = (_: object, word: string | symbol, asked: Record<string, number>) => {
    const value = typeof word === 'string' ? numberOf(word) : undefined;
    if (value !== undefined) Object.defineProperty(asked, word, { value, writable: true, enumerable: true });
    return value;
  };
  return Object.create(new Proxy(Object.create(null), { get }));
}

/** FNV-1a, of UTF-16's units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
