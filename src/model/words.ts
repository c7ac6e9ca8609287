import type { DevelopmentKind, WithheldReason } from './development.ts';
import type { Certainty, EventType, Figure, Figures } from './event.ts';

/** What a reader calls an event of each type. */
export const TYPE_WORDS: Readonly<Record<EventType, string>> = {
  talks_agreed: 'talks agreed',
  talks_started: 'talks begun',
  talks_round_held: 'round of talks',
  talks_suspended: 'talks suspended',
  talks_resumed: 'talks resumed',
  talks_collapsed: 'talks collapsed',
  talks_concluded: 'talks concluded',
  agreement_reached: 'agreement reached',
  agreement_signed: 'agreement signed',
  agreement_rejected: 'agreement rejected',
  timetable_set: 'timetable set',
  ceasefire_declared: 'ceasefire declared',
  ceasefire_extended: 'ceasefire extended',
  ceasefire_broken: 'ceasefire broken',
  offer_made: 'offer made',
  attack: 'attack',
  strike: 'military strike',
  clash: 'clash',
  attacks_halted: 'attacks halted',
  threat: 'threat',
  withdrawal_announced: 'withdrawal announced',
  withdrawal_started: 'withdrawal begun',
  withdrawal_completed: 'withdrawal completed',
  withdrawal_postponed: 'withdrawal postponed',
  deployment: 'deployment',
  statement: 'statement',
  legal_act: 'legal decision',
  election: 'election',
  appointment: 'appointment',
  resignation: 'resignation',
  release: 'release',
  arrest: 'arrest',
  protest: 'protest',
  walkout: 'labour strike',
  walkout_ended: 'labour strike ended',
  other: 'other news',
};

export const KIND_WORDS: Readonly<Record<DevelopmentKind, string>> = {
  new: 'New',
  update: 'Update',
  confirmed: 'Confirmed',
  denied: 'Denied',
  corrected: 'Corrected',
};

/** What the dossier's own sentence is to a development of each kind. */
export const BEFORE_WORDS: Readonly<Record<DevelopmentKind, string>> = {
  new: 'Known before',
  update: 'Reported before',
  confirmed: 'Announced before',
  denied: 'What it denies',
  corrected: 'What it corrects',
};

export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  happened: 'happened',
  planned: 'planned',
  denied: 'denied',
  claimed: 'claimed by one side',
};

/** After a count (`12 known already`) and after a type (`statement: known already`). */
export const REASON_WORDS: Readonly<Record<WithheldReason, string>> = {
  known: 'known already',
  repeat: 'told before',
  duplicate: 'copied from another outlet',
  background: 'background only',
  old: 'too old',
  'off-story': 'off the story',
};

/** `1,284`, `2.5`. */
export function number(value: number): string {
  // Intl takes its time, and tables are full of small counts.
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  large ??= new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
  return large.format(value);
}

/** Made with the first: a hundredth of a start, and most commands print none. */
let large: Intl.NumberFormat | undefined;

const BOUND_WORDS: Readonly<Record<Figure['bound'], string>> = {
  exact: '',
  about: 'about ',
  'at-least': 'at least ',
  'at-most': 'up to ',
};

/** `at least 3`. */
export function figureInWords(figure: Figure): string {
  return `${BOUND_WORDS[figure.bound]}${number(figure.value)}`;
}

/** `at least 3 killed`. */
export function namedFigure(name: string, figure: Figure): string {
  return `${figureInWords(figure)} ${name.replaceAll('_', ' ')}`;
}

/** What has changed in figures known before: `Killed: 3 → at least 5`; empty when nothing has. */
export function figureChanges(before: Figures = {}, now: Figures): readonly string[] {
  return Object.entries(now).flatMap(([name, figure]) => {
    const known = before[name];
    if (!known || (known.value === figure.value && known.bound === figure.bound)) return [];
    const change = `${figureInWords(known)} → ${figureInWords(figure)}`;
    return [`${capital(name.replaceAll('_', ' '))}: ${change}`];
  });
}

/** `1 outlet`, `5 outlets`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
