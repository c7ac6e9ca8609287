import { rootOf } from '../model/event.ts';
import type { Lexicon } from '../model/lexicon.ts';
import type { Clause } from './clauses.ts';
import type { Mention } from './mention.ts';
import { capital, LEAST, POINTING, shorten, withoutAsides } from './shorten.ts';
import { cosine, equally, termsOf } from './terms.ts';

const SURE = 0.75;
/** How alike a title and one of the first two sentences are that tell the same. */
const ALIKE = { most: 1, least: 0.25 };
/** Of the very first sentence little is asked: it is what a title is made from. */
const ALIKE_LEAD = { most: 0, least: 0.1 };
/** On a phone's screen a subject ends about here: the verb has to stand before. */
const SEEN_FIRST = 35;

/**
 * The fact in a few words, for a subject line; no full stop. The article's own title where the sentence is its lead
 * and they tell the same; else what the event is called and where; else the sentence up to where a phrase ends, or
 * again the title where the sentence cannot be understood alone.
 */
export function headlineOf(mention: Mention, title: string, lexicon: Lexicon): string {
  const plain = plainTitle(title);
  const told =
    ownTitle(mention, plain, ALIKE) ??
    labelled(mention, lexicon) ??
    ownTitle(mention, plain, ALIKE_LEAD) ??
    clause(mention);
  return POINTING.test(told) && plain !== null ? plain : told;
}

/** What stands before what a title tells: an agency's flag, or who said it. */
const TITLE_OPENERS: readonly RegExp[] = [
  /^(?:FLASH|URGENT|BREAKING|UPDATE(?: \d+)?|EXCLUSIVE|LIVE|ANALYSIS|TIMELINE)\s*[-–—:]\s*/i,
  /^(?:[\p{L}'’-]+ ){0,3}(?:spokesm[ae]n|spokeswoman|spokesperson|minister|ministry|officials?|sources?|agency|police): /iu,
];

/** A longer one does without who said it. */
const TITLE_MOST = 70;

/** A title as a headline; null where it asks, or says too little. */
function plainTitle(title: string): string | null {
  const bare = TITLE_OPENERS.reduce((rest, opener) => rest.replace(opener, ''), title.trim()).trim();
  const told = bare.length > TITLE_MOST ? bare.replace(/,? [\p{L} ]{0,30}(?:say|says|said)$/u, '') : bare;
  const plain = capital(shorten(told, ''));
  return plain.length < LEAST || /[?…]$/.test(plain) ? null : plain.replace(/[.\s]+$/, '');
}

function ownTitle({ sentence }: Mention, plain: string | null, { most, least }: typeof ALIKE): string | null {
  if (plain === null || sentence.index > most) return null;
  return cosine(sentence.terms, termsOf(plain), equally) >= least ? plain : null;
}

/** "Talks resume in Geneva", where type and place are sure and the type's name tells what happened. */
function labelled(mention: Mention, lexicon: Lexicon): string | null {
  const { event, strength, sure } = mention;
  if (event.type === 'statement' || rootOf(event.type) === 'other' || event.certainty !== 'happened')
    return null;
  const [place] = event.place;
  if (!place || strength < 0.8 || sure < SURE) return null;
  const label = lexicon.types.find((type) => type.type === event.type)?.label ?? '';
  // "Strike" tells less than a sentence whose verb comes early.
  if (!label.includes(' ') && readsAlone(mention)) return null;
  return `${label} in ${place}`;
}

function readsAlone(mention: Mention): boolean {
  const told = clause(mention);
  const verb = mainVerb(mention);
  const at = verb === '' ? -1 : told.indexOf(verb);
  return at > 0 && at <= SEEN_FIRST && !told.endsWith('…') && !POINTING.test(told);
}

const OPENERS = /^(?:And|But|Meanwhile,?|However,?|Also,?|In turn,?|For (?:its|his|her|their) part,?)\s+/;
const SAID =
  /,? (?:(?:two|three|several|some|the|its|his|a|an) )?(?:[\p{L}'’-]+ ){0,4}(?:officials?|sources?|ministry|ministries|spokesman|spokeswoman|spokesperson|statement|police|agency|army|military|witnesses|command|department|government|officer|readout)\b[^,;]{0,60}\b(?:said|say|says|announced|told|declared)\b.*$/u;

/** The clause that tells it, without who said it, up to where a phrase ends after its verb. */
function clause(mention: Mention): string {
  const { text, tokens } = mention.sentence;
  const own = ownClause(mention);
  const verb = verbOf(mention);
  const verbEnds = verb ? (tokens[verb.head]?.end ?? 0) : 0;
  const start = own ? (tokens[own.from + 1]?.start ?? 0) : (OPENERS.exec(text)?.[0].length ?? 0);
  const said = SAID.exec(text);
  const end = said && said.index > Math.max(LEAST + start, verbEnds) ? said.index : text.length;
  const plain = text
    .slice(start, end)
    .replace(/[“”"]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[.,;:\s]+$/, '');
  const bare = fromMainClause(withoutAsides(plain), groupOf(mention));
  const told = shorten(bare, mainVerb(mention));
  return capital(told.endsWith('…') ? (subjectAndVerb(bare, groupOf(mention)) ?? told) : told);
}

const ADJUNCT = /^(?:in|on|at|by|after|before|during|for|under|with|despite|according|following|as|of)\b/i;

/** "In accordance with the minutes signed by the deputies, A and B, the line shall pass …": from "the line" on. */
function fromMainClause(text: string, verb: string): string {
  const verbAt = verb === '' ? -1 : text.indexOf(` ${verb}`);
  const comma = text.lastIndexOf(', ', verbAt);
  if (!ADJUNCT.test(text) || verbAt < 0 || comma < 0) return text;
  const rest = capital(text.slice(comma + 2));
  const whole =
    !rest.startsWith(capital(verb)) &&
    !/^(?:is|are|was|were|has|have|had|did|does|do|will|can|may)\b/i.test(rest);
  return whole && rest.length >= LEAST && !POINTING.test(rest) ? rest : text;
}

/**
 * Its subject without what stands between it and its verb: "The commission, in which a general sat, also agreed on
 * rules", "A second round of talks between the ministries is to take place in July".
 */
function subjectAndVerb(text: string, verb: string): string | null {
  const verbAt = verb === '' ? -1 : text.indexOf(` ${verb}`);
  if (verbAt < 0) return null;
  const comma = text.lastIndexOf(', ', verbAt);
  const ends = [
    ...text.slice(0, verbAt).matchAll(/, | (?=(?:between|with|of|for|from|in|on|at|by|against) )/g),
  ];
  const rest = comma > 0 ? text.slice(comma + 2) : text.slice(verbAt + 1);
  const told = ends
    .map(({ index }) => text.slice(0, index))
    .filter((subject) => subject.length > 2)
    .map((subject) => shorten(`${subject} ${rest}`, verb))
    .filter((one) => !one.endsWith('…') && one.includes(verb));
  return (comma > 0 ? told[0] : told.at(-1)) ?? null;
}

/** Auxiliaries and main verb, as they stand. */
function groupOf(mention: Mention): string {
  const verb = verbOf(mention);
  const { text, tokens } = mention.sentence;
  const [from, head] = verb ? [tokens[verb.from], tokens[verb.head]] : [];
  return from && head ? text.slice(from.start, head.end) : '';
}

function mainVerb(mention: Mention): string {
  const verb = verbOf(mention);
  return verb ? (mention.sentence.tokens[verb.head]?.text ?? '') : '';
}

function verbOf(mention: Mention): Clause['verb'] {
  const { clauses } = mention.sentence;
  const told =
    ownClause(mention) ??
    clauses.find((one) => !one.dependent && one.verb) ??
    clauses.find((one) => one.verb);
  return told?.verb ?? null;
}

/** "… said that talks had resumed": the clause after `that` tells it, if it has a subject of its own. */
function ownClause({ at, clause: told, sentence }: Mention): Clause | null {
  if (at < 0 || !told.dependent || !/^(?:that|as|after|when|while|because)$/.test(told.link)) return null;
  const link = sentence.tokens.findIndex((token, i) => i >= told.from && token.lower === told.link);
  if (!told.verb || told.verb.from - link < 2) return null;
  const subject = sentence.tokens.slice(link + 1, told.verb.from);
  return subject.some((token) => /^(NOUN|PROPN)$/.test(token.pos)) ? { ...told, from: link } : null;
}
