import type { FeedTest } from '../app/feed-test.ts';
import { counted } from '../model/words.ts';
import { agoText, asksText, spanText } from './feed-words.ts';
import { bold, dim, good, printLine, warm } from './print.ts';

/** Items shown by a test. */
const SHOWN = 5;

export function printTested(tested: FeedTest, now: Date): void {
  const { url, finalUrl, movedTo, bytes, title, items, asks } = tested;
  printLine(`${good('A feed:')} ${bold(title ?? finalUrl)}`);
  if (movedTo) printLine(warm(`It moved for good to ${movedTo}; put that into the watch.`));
  else if (finalUrl !== url) printLine(dim(`Redirected to ${finalUrl}.`));
  printLine(`${bringsText(tested)}; ${Math.ceil(bytes / 1000)} kB`);
  if (asksText(asks)) printLine(`It asks: ${asksText(asks)}`);
  for (const item of items.slice(0, SHOWN)) {
    const at = item.publishedAt ?? item.updatedAt;
    printLine(`  ${at ? agoText(at, now) : dim('no date')}  ${item.title}`);
  }
  if (items.length > SHOWN) printLine(dim(`  and ${items.length - SHOWN} more`));
}

/** `20 items, one every 3 h` */
export function bringsText({ items, habitMs }: FeedTest): string {
  return `${counted(items.length, 'item')}${habitMs === undefined ? '' : `, one every ${spanText(habitMs)}`}`;
}
