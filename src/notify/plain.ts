/** RFC 5322 recommends lines of at most 78 characters; 72 leaves room for a reply's quote marks. */
const WIDTH = 72;

/** Wraps one paragraph; a word longer than a line, such as an address of a page, stays whole. */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line].join('\n');
}

/** A paragraph behind a mark, its further lines under the first. */
export function wrapItem(mark: string, text: string): string {
  return mark + wrap(text, ' '.repeat(mark.length)).slice(mark.length);
}

/** Blocks with a blank line between them; empty ones leave nothing. A block's lines are given apart. */
export function blocks(given: readonly (readonly (string | null | false)[])[]): string {
  const filled = given.map((lines) => lines.filter((line) => line !== null && line !== false && line !== ''));
  return `${filled
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
