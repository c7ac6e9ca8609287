import { readdirSync, readFileSync } from 'node:fs';
import { Parser, Tokenizer } from 'htmlparser2';
import { expect, it } from 'vitest';
import { QuickTokenizer } from '../../src/parsers/quick-tokenizer.ts';

const FOLDER = new URL('../fixtures/pages/shapes/', import.meta.url);
const PAGES = readdirSync(FOLDER).filter((file) => file.endsWith('.html'));

/** What the parser tells of a page that is written in pieces. */
function eventsOf(html: string, options: { readonly Tokenizer?: typeof Tokenizer }): unknown[] {
  const events: unknown[] = [];
  const note = (...event: unknown[]) => events.push(event);
  const parser = new Parser(
    { onopentagname: note, onattribute: note, ontext: note, onclosetag: note, oncomment: note },
    { decodeEntities: false, ...options },
  );
  for (let at = 0; at < html.length; at += 997) parser.write(html.slice(at, at + 997));
  parser.end();
  return events;
}

it.each(PAGES)('the page “%s” is parsed as htmlparser2’s own tokenizer does', (file) => {
  const html = readFileSync(new URL(file, FOLDER), 'utf8');
  expect(eventsOf(html, { Tokenizer: QuickTokenizer })).toEqual(eventsOf(html, {}));
});

it.each(['', '<', '<a href="', "<a href='x", '<!-- a', '<a title=x>y', 'a < b > c'])(
  'so is “%s”, which ends early',
  (html) => {
    expect(eventsOf(html, { Tokenizer: QuickTokenizer })).toEqual(eventsOf(html, {}));
  },
);

it('the step it takes in another way is still one of htmlparser2’s', () => {
  expect(Tokenizer.prototype).toHaveProperty('fastForwardTo');
  expect(new Tokenizer({}, {} as never)).toMatchObject({ buffer: '', offset: 0, index: 0 });
});
