/** Compared without case and punctuation. */
export function words(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain letters need none of what follows.
  if (!/[^\x00-\x7f]/.test(text)) return (text.toLowerCase().match(/[a-z0-9]{1,500}/g) ?? []).join(' ');
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,500}/gu) ?? []
  ).join(' ');
}

/** The share of the shorter text's words that the other has too. */
export function overlap(a: string, b: string): number {
  const first = new Set(a.split(' '));
  const second = new Set(b.split(' '));
  if (a === '' || b === '') return 0;
  let common = 0;
  for (const word of first) if (second.has(word)) common += 1;
  return common / Math.min(first.size, second.size);
}
