/** What a subject line holds on a screen; a whole sentence may be a little longer. */
const LIMIT = 70;
const WHOLE_LIMIT = 78;
const CLAUSE_LIMIT = 84;
/** A headline of fewer characters says too little. */
export const LEAST = 25;
/** How many characters longer a beginning must be to end in the middle of a clause. */
const CLAUSE_WORTH = 15;

const DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?';
const SPEAKER = "(?:[\\p{L}'’.-]+ ){0,6}";
const SPEECH = '(?:said|says|warned|warns|added|announced|announces|declared|told reporters|reported)';

/** What the mail says beside the headline: when, and who said so. */
const ASIDES: readonly RegExp[] = [
  // The hour before an entry of a live blog.
  /^\d{1,2}[:.]\d{2} (?:[AP]M )?/i,
  // "16 November:" before an entry of a timeline.
  /^\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December): /,
  // "That has already had consequences: …" points back; what follows tells it.
  /^(?:That|This|It|These|Those)\b[^:;,]{5,60}: /,
  // "In a statement,", "On Tuesday of last week,", "Twelve days before the vote,": before a clause of its own.
  /^(?:In|On|At|By|After|Before|During|For|Last|Late|Early|Hours|Days|Weeks|Under)\b[^,;:]{2,45}, (?=(?:\S+ ){4})/,
  /^(?:(?:\S+ ){0,3}(?:before|after)|when|while|since|although|though|if|unless|as|outside|despite) [^,;:]{2,80}, (?=(?:\S+ ){4})/i,
  /^(?:meanwhile|however|instead|for its part|in turn),? /i,
  // "Less than two days earlier a drone had …", "Hours later a text …", "At the same time …", "Last Friday the …".
  /^(?:(?:less|more) than )?(?:\S+ ){0,2}(?:minutes?|hours?|days?|weeks?|months?|years?) (?:(?:earlier|later|ago),?|before,) (?=(?:\S+ ){3})/i,
  new RegExp(
    `^(?:at the same time|in the past|by then|last (?:week|month|year)|(?:last |on )?${DAY}),? (?=(?:\\S+ ){3})`,
    'i',
  ),
  // "The ministry said on Thursday that …": what it said.
  /^[A-Z][^,;:]{2,40} (?:said|says|announced|confirmed|reported)(?: (?:on|late on|early on|in) [^,;:]{3,30}?)? (?:that |(?=they |it |he |she ))(?=\S+ \S+ \S+)/,
  // "The spokesman made clear in a brief text, a copy of which reached us, that …": what he made clear.
  /^[A-Z][^,;:]{2,40} (?:said|says|announced|confirmed|stressed|declared|warned|made (?:it )?clear)(?: [^,;:]{1,30})?(?:, [^,;:]{3,60},)? that (?=\S+ \S+ \S+)/,
  // ", the service warned,", ", for its part,", ", meanwhile,": between commas.
  new RegExp(`, ${SPEAKER}${SPEECH},`, 'u'),
  /, (?:for (?:its|his|her|their) (?:own )?part|meanwhile|however|in turn|too),/i,
  new RegExp(`(?:,? (?:late|early))? on (?:last )?${DAY}(?: and ${DAY})?(?=[ ,.;:]|$)`, 'g'),
  new RegExp(` (?:last |next |this )${DAY}(?=[ ,.;:]|$)`, 'g'),
];

/** A sentence without what a mail says beside its headline. */
export function withoutAsides(text: string): string {
  return ASIDES.reduce((rest, pattern) => {
    const without = capital(
      rest
        .replace(pattern, '')
        .replaceAll(/,\s*(?=,)/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
    return without.length >= LEAST && !POINTING.test(without) ? without : rest;
  }, text);
}

/** Begins with a word that means something only after the sentence before. */
export const POINTING =
  /^(?:[Ii]t|[Tt]hey|[Hh]e|[Ss]he|[Tt]h(?:is|at|ese|ose)|[Bb]oth|[Ss]uch|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\b/u;

/** Where a clause ends, and where a phrase does. */
const CLAUSE_END =
  /[,;:](?!\d) ?| [–—-] | (?:when|while|after|before|because|although|though|which|who|where|but) /g;
const PHRASE_END =
  / (?:and|as|that|since|to|in|on|at|by|for|with|from|over|under|during|near|against|between|of|said|says) /g;

/** No phrase ends with one of these. */
const OPEN_ENDED =
  /\b(?:and|or|but|when|how|what|that|which|who|where|the|an?|of|to|in|on|at|by|for|with|from|its|his|her|their|is|are|was|were|be|been|has|have|had|not|nor|first|last|two|three|four|five|six|seven|eight|nine|ten|one|some|many|more|most|all|both|set|sets|next|than|close|together|parts?|number|in (?:reply|response|order|addition|return|line))$/i;

/**
 * The longest beginning that holds the verb and ends where a clause does, or at least a phrase; all of it where it is
 * hardly longer than that.
 */
export function shorten(text: string, verb: string): string {
  if (text.length <= WHOLE_LIMIT) return text;
  const told = verb ? text.indexOf(verb) + verb.length : 0;
  const clauseEnds = endsOf(text, CLAUSE_END, told, LIMIT);
  if (clauseEnds.length === 0 && text.length <= CLAUSE_LIMIT) return text;
  const [later] = clauseEnds.length === 0 ? endsOf(text, CLAUSE_END, told, CLAUSE_LIMIT) : [];
  if (later !== undefined) return text.slice(0, later);
  const best = [
    ...clauseEnds.map((at) => ({ at, worth: at + CLAUSE_WORTH })),
    ...endsOf(text, PHRASE_END, told + 1, LIMIT).map((at) => ({ at, worth: at })),
  ].reduce((a, b) => (b.worth > a.worth ? b : a), { at: 0, worth: 0 });
  if (best.at > 0) return text.slice(0, best.at);
  const space = text.lastIndexOf(' ', LIMIT - 1);
  return `${text.slice(0, space > LEAST ? space : LIMIT - 1)}…`;
}

function endsOf(text: string, pattern: RegExp, least: number, most: number): number[] {
  return [...text.slice(0, most + 8).matchAll(pattern)]
    .map((match) => match.index)
    .filter((at) => at > LEAST && at >= least && at <= most && !OPEN_ENDED.test(text.slice(0, at)));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
