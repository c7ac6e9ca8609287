import { rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Clause } from './clauses.ts';
import type { Mention } from './mention.ts';
import { cosine, termsOf } from './terms.ts';

const LIMIT = 70;
const LEAST = 25;
/** How many characters longer a beginning must be to end in the middle of a clause. */
const CLAUSE_WORTH = 15;
const SURE = 0.75;

/**
 * The fact in a few words, for a subject line; no full stop. The article's own title where the sentence is its lead
 * and they tell the same; else what the event is called and where; else the sentence up to where a phrase ends.
 */
export function headlineOf(mention: Mention, title: string, lexicon: Lexicon): string {
  return ownTitle(mention, title) ?? labelled(mention, lexicon) ?? clause(mention);
}

const ALIKE = 0.25;

function ownTitle({ sentence }: Mention, title: string): string | null {
  const plain = title
    .replace(/^(?:FLASH|URGENT|BREAKING|UPDATE(?: \d+)?|EXCLUSIVE|LIVE)\s*[-–—:]\s*/i, '')
    .trim();
  if (sentence.index > 1 || plain.length > LIMIT || plain.length < LEAST || /[?]$/.test(plain)) return null;
  return cosine(sentence.terms, termsOf(plain), () => 1) >= ALIKE ? plain.replace(/[.\s]+$/, '') : null;
}

/** "Talks resume in Geneva", where type and place are sure. */
function labelled({ event, strength, sure }: Mention, lexicon: Lexicon): string | null {
  const root = rootOf(event.type);
  if (event.type === 'statement' || root === 'other' || event.certainty !== 'happened') return null;
  const [place] = event.place;
  if (!place || strength < 0.8 || sure < SURE) return null;
  const label = lexicon.types.find((type) => type.type === event.type)?.label ?? '';
  return `${label} in ${place}`;
}

const OPENERS = /^(?:And|But|Meanwhile,?|However,?|Also,?|In turn,?|For (?:its|his|her|their) part,?)\s+/;
const SAID =
  /,? (?:(?:two|three|several|some|the|its|his|a|an) )?(?:[\p{L}'’-]+ ){0,4}(?:officials?|sources?|ministry|ministries|spokesman|spokeswoman|spokesperson|statement|police|agency|army|military|witnesses|command|department|government)\b[^,;]{0,60}\b(?:said|say|says|announced|told)\b.*$/u;

/** The clause that tells it, without who said it, up to where a phrase ends after its verb. */
function clause(mention: Mention): string {
  const { text, tokens, clauses } = mention.sentence;
  const own = ownClause(mention);
  const verb = (own ?? clauses.find((one) => !one.dependent && one.verb) ?? clauses.find((one) => one.verb))
    ?.verb;
  const verbEnds = verb ? (tokens[verb.head]?.end ?? 0) : 0;
  const start = own ? (tokens[own.from + 1]?.start ?? 0) : (OPENERS.exec(text)?.[0].length ?? 0);
  const said = SAID.exec(text);
  const end = said && said.index > Math.max(LEAST + start, verbEnds) ? said.index : text.length;
  const plain = text
    .slice(start, end)
    .replace(/[“”"]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[.,;:\s]+$/, '');
  const verbText = verb ? (tokens[verb.head]?.text ?? '') : '';
  return capital(shorten(withoutAsides(plain), verbText));
}

const DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?';

/** What the mail says beside the headline: when, and who said so. */
const ASIDES: readonly RegExp[] = [
  // The hour before an entry of a live blog.
  /^\d{1,2}[:.]\d{2} (?:[AP]M )?/i,
  // "In a statement,", "On Tuesday of last week,", "Twelve days before the vote,": before a clause of its own.
  /^(?:In|On|At|By|After|Before|During|For|Last|Late|Early|Hours|Days|Weeks)\b[^,;:]{2,45}, (?=(?:\S+ ){4})/,
  // "meanwhile,"
  /^(?:meanwhile|however|for its part|in turn), /i,
  // "The ministry said on Thursday that …": what it said.
  /^[A-Z][^,;:]{2,40} (?:said|says|announced|confirmed|reported)(?: (?:on|late on|early on|in) [^,;:]{3,30}?)? (?:that |(?=they |it |he |she ))(?=\S+ \S+ \S+)/,
  new RegExp(`(?:,? (?:late|early))? on (?:last )?${DAY}(?: and ${DAY})?(?=[ ,.;:]|$)`, 'g'),
  new RegExp(` (?:last |next |this )${DAY}(?=[ ,.;:]|$)`, 'g'),
];

function withoutAsides(text: string): string {
  return ASIDES.reduce((rest, pattern) => {
    const without = capital(rest.replace(pattern, '').trim());
    return without.length >= LEAST && !/^(?:they|it|he|she)\b/i.test(without) ? without : rest;
  }, text);
}

/** "… said that talks had resumed": the clause after `that` tells it, if it has a subject of its own. */
function ownClause({ at, clause: told, sentence }: Mention): Clause | null {
  if (at < 0 || !told.dependent || !/^(?:that|as|after|when|while|because)$/.test(told.link)) return null;
  const link = sentence.tokens.findIndex((token, i) => i >= told.from && token.lower === told.link);
  if (!told.verb || told.verb.from - link < 2) return null;
  const subject = sentence.tokens.slice(link + 1, told.verb.from);
  return subject.some((token) => /^(NOUN|PROPN)$/.test(token.pos)) ? { ...told, from: link } : null;
}

/** Where a clause ends, and where a phrase does. */
const CLAUSE_END =
  /[,;:](?!\d) ?| [–—-] | (?:when|while|after|before|because|although|which|who|where|but) /g;
const PHRASE_END =
  / (?:and|as|that|since|to|in|on|at|by|for|with|from|over|under|during|near|against|between|of) /g;

/** No phrase ends with one of these. */
const OPEN_ENDED =
  /\b(?:and|or|but|when|how|what|that|which|who|where|the|an?|of|to|in|on|at|by|for|with|from|its|his|her|their|is|are|was|were|be|been|has|have|had|not|nor)$/i;

/** The longest beginning within the limit that holds the verb and ends where a clause does, or at least a phrase. */
function shorten(text: string, verb: string): string {
  if (text.length <= LIMIT) return text;
  const told = verb ? text.indexOf(verb) + verb.length : 0;
  const best = [
    ...endsOf(text, CLAUSE_END, told).map((at) => ({ at, worth: at + CLAUSE_WORTH })),
    ...endsOf(text, PHRASE_END, told + 1).map((at) => ({ at, worth: at })),
  ].reduce((a, b) => (b.worth > a.worth ? b : a), { at: 0, worth: 0 });
  if (best.at > 0) return text.slice(0, best.at);
  const space = text.lastIndexOf(' ', LIMIT - 1);
  return `${text.slice(0, space > LEAST ? space : LIMIT - 1)}…`;
}

function endsOf(text: string, pattern: RegExp, least: number): number[] {
  return [...text.slice(0, LIMIT + 8).matchAll(pattern)]
    .map((match) => match.index)
    .filter((at) => at > LEAST && at >= least && at <= LIMIT && !OPEN_ENDED.test(text.slice(0, at)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
