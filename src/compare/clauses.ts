import type { ReadSentence } from './read.ts';
import type { Token } from './reader.ts';

/** A stretch of a sentence around one verb group, by token numbers, end exclusive. */
export interface Clause {
  readonly from: number;
  readonly to: number;
  /** The word that opens it (`after`, `which`, `and`), or ''. */
  readonly link: string;
  /** True when it hangs on another clause. */
  readonly dependent: boolean;
  readonly verb: VerbGroup | null;
}

/** Auxiliaries and main verb. */
export interface VerbGroup {
  readonly from: number;
  /** The main verb. */
  readonly head: number;
  readonly tense: 'past' | 'perfect' | 'pluperfect' | 'present' | 'future' | 'infinitive';
  readonly passive: boolean;
}

const SUBORDINATORS = new Set(
  'after before since when while as because although though unless until if whether where which who whom whose that whereas once following amid'.split(
    ' ',
  ),
);
const BREAKS = new Set([';', ':', '—', '–', '--']);
const STOPS = new Set([',', ';', ':', '—', '–']);
const BESIDE_VERB = new Set(['AUX', 'ADV', 'PART']);
const RELATIVE = new Set('which who whom whose that where'.split(' '));
const FUTURE = new Set('will shall would ll'.split(' '));
const BE = new Set('be is are was were been being am'.split(' '));
const IRREGULAR_PAST = new Set(
  'said told held met began broke came went took gave got made left sent fell rose struck shot hit cut put set let won lost led fought fled sought brought bought caught built kept felt found flew grew knew saw spoke stood swore threw withdrew wrote became chose drew drove ate forgot hid laid paid ran sat shook sold shut sank slid sold spent stole stuck swept taught understood woke wore agreed'.split(
    ' ',
  ),
);

/** Splits a read sentence into clauses. */
export function clausesOf(tokens: readonly Token[]): Clause[] {
  const bounds = boundaries(tokens);
  const clauses: Clause[] = [];
  for (let i = 0; i < bounds.length; i++) {
    const from = bounds[i] ?? 0;
    const to = bounds[i + 1] ?? tokens.length;
    if (to <= from) continue;
    let open = from;
    while (open < to && tokens[open]?.pos === 'PUNCT') open++;
    const link = tokens[open]?.lower ?? '';
    const linked = SUBORDINATORS.has(link) || link === 'and' || link === 'but' || link === 'or' ? link : '';
    clauses.push({
      from,
      to,
      link: linked,
      dependent: SUBORDINATORS.has(linked),
      verb: verbGroup(tokens, from, to),
    });
  }
  return clauses;
}

function boundaries(tokens: readonly Token[]): number[] {
  const bounds = [0];
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) continue;
    if (BREAKS.has(token.text)) bounds.push(i);
    else if (token.text === ',' && (hasVerbAhead(tokens, i + 1) || endsDependent(tokens, bounds, i)))
      bounds.push(i);
    else if (SUBORDINATORS.has(token.lower) && tokens[i - 1]?.text !== ',' && opensClause(tokens, i))
      bounds.push(i);
    else if ((token.lower === 'and' || token.lower === 'but') && startsVerbPhrase(tokens, i + 1))
      bounds.push(i);
  }
  return bounds;
}

/** A comma ends a relative or adverbial clause: what follows belongs to the main one again. */
function endsDependent(tokens: readonly Token[], bounds: readonly number[], comma: number): boolean {
  let open = bounds.at(-1) ?? 0;
  while (open < comma && tokens[open]?.pos === 'PUNCT') open++;
  return (
    SUBORDINATORS.has(tokens[open]?.lower ?? '') && /^(ADP|DET|SCONJ)$/.test(tokens[comma + 1]?.pos ?? '')
  );
}

/** A verb before the next comma: the comma parts clauses and not the items of a list. */
function hasVerbAhead(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < Math.min(tokens.length, from + 25); i++) {
    const token = tokens[i];
    if (!token || STOPS.has(token.text)) return false;
    if (token.pos === 'VERB' || token.pos === 'AUX') return true;
  }
  return false;
}

function opensClause(tokens: readonly Token[], i: number): boolean {
  const word = tokens[i]?.lower ?? '';
  if (word === 'as' && tokens[i + 1]?.lower === 'of') return false;
  if (word === 'that' && tokens[i + 1]?.pos === 'NOUN' && !hasVerbAhead(tokens, i + 2)) return false;
  return hasVerbAhead(tokens, i + 1);
}

function startsVerbPhrase(tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < Math.min(tokens.length, from + 3); i++) {
    const pos = tokens[i]?.pos;
    if (pos === 'VERB' || pos === 'AUX') return true;
    if (pos !== 'ADV' && pos !== 'PART' && pos !== 'PRON') return false;
  }
  return false;
}

function verbGroup(tokens: readonly Token[], from: number, to: number): VerbGroup | null {
  for (let i = from; i < to; i++) {
    const pos = tokens[i]?.pos;
    if (pos === 'VERB' || pos === 'AUX') return groupAt(tokens, i, to);
  }
  return null;
}

/** The verb group that begins at or before a verb token. */
export function groupAt(tokens: readonly Token[], at: number, to: number): VerbGroup {
  let from = at;
  while (from > 0 && BESIDE_VERB.has(tokens[from - 1]?.pos ?? '') && tokens[from - 1]?.lower !== "'s") from--;
  let head = at;
  for (let i = at + 1; i < Math.min(to, at + 6); i++) {
    const pos = tokens[i]?.pos;
    if (pos === 'VERB' || pos === 'AUX') head = i;
    else if (pos !== 'ADV' && pos !== 'PART') break;
    else if (tokens[i]?.lower === 'to' && tokens[head]?.pos === 'VERB') break;
  }
  const words = tokens.slice(from, head + 1).map((token) => token.lower);
  return { from, head, tense: tenseOf(words, tokens[head]), passive: isPassive(words, tokens[head]) };
}

function tenseOf(words: readonly string[], head: Token | undefined): VerbGroup['tense'] {
  const first = words.find((word) => word !== 'not' && !word.endsWith('ly')) ?? '';
  if (words.some((word) => FUTURE.has(word))) return 'future';
  if (words.includes('to'))
    return BE.has(first) && words.indexOf('to') <= 2 ? 'future' : first === 'to' ? 'infinitive' : 'past';
  if (words.includes('had') && words.length > 1) return 'pluperfect';
  if ((words.includes('has') || words.includes('have') || words.includes("'ve")) && words.length > 1)
    return 'perfect';
  if (first === 'was' || first === 'were' || first === 'did' || first === 'had') return 'past';
  if (
    first === 'is' ||
    first === 'are' ||
    first === 'has' ||
    first === 'have' ||
    first === 'does' ||
    first === 'do'
  )
    return 'present';
  const word = head?.lower ?? '';
  if (word.endsWith('ed') || IRREGULAR_PAST.has(word)) return 'past';
  if (word.endsWith('ing')) return 'present';
  return 'present';
}

function isPassive(words: readonly string[], main: Token | undefined): boolean {
  const head = words.at(-1) ?? '';
  const be = words.findLastIndex((word) => BE.has(word));
  if (be < 0 || be === words.length - 1 || words.indexOf('to', be) > 0 || main?.lemma === head) return false;
  return (
    head.endsWith('ed') || head.endsWith('en') || IRREGULAR_PAST.has(head) || /(?:wn|ung|unk|orn)$/.test(head)
  );
}

/** The first clause with a verb that hangs on no other; else the first. */
export function mainClause({ clauses, tokens }: Pick<ReadSentence, 'clauses' | 'tokens'>): Clause {
  return (
    clauses.find((clause) => !clause.dependent && clause.verb) ??
    clauses[0] ?? { from: 0, to: tokens.length, link: '', dependent: false, verb: null }
  );
}

/** True for `which`, `who` and their like. */
export function isRelative(link: string): boolean {
  return RELATIVE.has(link);
}
