import { EVENT_TYPES } from '../model/event.ts';
import { DATE_LANGUAGES } from '../model/language.ts';
import type { Preferences } from '../model/mail.ts';
import { type Markup, markup } from '../model/markup.ts';
import { capital, TYPE_WORDS } from '../model/words.ts';
import { FREQUENCY_WORDS } from './form.ts';
import type { WatchOverview } from './ports.ts';
import { clip } from './words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const ZONES = Intl.supportedValuesOf('timeZone');

/** Stories, alerts and digest: the same on the form of a stranger and on the preferences. */
export function wishFields(wishes: Preferences, watches: readonly WatchOverview[]): Markup {
  return markup`<fieldset><legend>Stories</legend>
${watches.map(({ watch }) => checkbox('watch', watch.id, clip(watch.title, 160), wishes.watchIds.includes(watch.id)))}</fieldset>
<fieldset><legend>Mails</legend>
${checkbox('alerts', 'yes', 'An alert at once for what is important, a few a day at most', wishes.alerts)}
<div class="fields"><label>Digest <select name="digest">${Object.entries(FREQUENCY_WORDS).map(([value, words]) => option(value, words, wishes.digest === value))}</select></label>
<label>at <select name="hour">${HOURS.map((hour) => option(String(hour), clock(hour), wishes.hour === hour))}</select></label>
<label class="wide">Time zone <select name="timezone">${zoneOptions(wishes.timezone)}</select></label></div></fieldset>
`;
}

/** What only the preferences ask for: quiet hours, a pause, muted types. */
export function finerFields(wishes: Preferences, today: string): Markup {
  const { quiet, snoozeUntil, mutedTypes = [], signOfLife = false, language = 'en-GB' } = wishes;
  const hours = (chosen: number | undefined) => [
    option('', 'none', chosen === undefined),
    ...HOURS.map((hour) => option(String(hour), clock(hour), chosen === hour)),
  ];
  return markup`<fieldset><legend>Quiet hours</legend>
<p class="meta">Alerts found in these hours come when they end, by the clock of your time zone.</p>
<div class="fields"><label>from <select name="quietFrom">${hours(quiet?.from)}</select></label> <label>to <select name="quietTo">${hours(quiet?.to)}</select></label></div></fieldset>
<fieldset><legend>Dates</legend>
<div class="fields"><label>in the language <select name="language">${languageOptions(language)}</select></label></div></fieldset>
<fieldset><legend>Quiet months</legend>
${checkbox('signOfLife', 'yes', 'A mail once a month though nothing is new, to know that the watching goes on', signOfLife)}</fieldset>
<fieldset><legend>Pause</legend>
<p class="meta">No mail before this day begins in UTC; a digest after it, if you get one, tells what you missed. Empty: no pause.</p>
<div class="fields"><label>until <input type="date" name="snooze" min="${today}" value="${snoozeUntil?.slice(0, 10) ?? ''}"></label></div></fieldset>
<fieldset><legend>Muted</legend>
<p class="meta">Of the types ticked here nothing is mailed, neither at once nor in a digest. They stay on the page.</p>
<details${mutedTypes.length > 0 && markup` open`}><summary>${mutedTypes.length > 0 ? `${mutedTypes.length} muted` : 'None muted'}</summary><div class="types">
${Object.values(EVENT_TYPES)
  .flat()
  .map((type) =>
    checkbox('mute', type, capital(TYPE_WORDS[type]), mutedTypes.includes(type)),
  )}</div></details></fieldset>
`;
}

/** Each by its own name. */
function languageOptions(chosen: string): readonly Markup[] {
  return DATE_LANGUAGES.map((tag) => {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return option(tag, capital(name), tag === chosen);
  });
}

function checkbox(name: string, value: string, words: string, checked: boolean): Markup {
  return markup`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${checked && markup` checked`}> <span>${words}</span></label>
`;
}

function option(value: string, words: string, selected: boolean): Markup {
  return markup`<option value="${value}"${selected && markup` selected`}>${words}</option>`;
}

/** In groups by continent; a zone that is none of the usual names is offered as it is. */
function zoneOptions(chosen: string): readonly Markup[] {
  const groups = Map.groupBy(
    ZONES.filter((zone) => zone.includes('/')),
    (zone) => zone.slice(0, zone.indexOf('/')),
  );
  const named = (zone: string) => zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' ');
  const others = ['UTC', ...(chosen !== 'UTC' && !ZONES.includes(chosen) ? [chosen] : [])];
  return [
    ...others.map((zone) => option(zone, zone, zone === chosen)),
    ...[...groups].map(
      ([continent, zones]) =>
        markup`<optgroup label="${continent}">${zones.map((zone) => option(zone, named(zone), zone === chosen))}</optgroup>`,
    ),
  ];
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
