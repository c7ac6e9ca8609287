/** Languages whose month names are read through Intl, because their vowels are marks and would be lost as accents are. */
const LANGUAGES = 'hi bn mr ne gu pa ta te kn ml si th lo km my am ka hy'.split(' ');
const THEIR_SCRIPTS = /[\u0530-\u058f\u0900-\u0eff\u1000-\u10ff\u1200-\u137f\u1780-\u17ff]/;
const ENGLISH = 'january february march april may june july august september october november december'.split(
  ' ',
);
/** Zero of the digits in use beside the European ones: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const OTHER_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;
/** Years of the Buddhist era, 543 ahead, in Thai script. */
const BUDDHIST = { script: /[\u0e00-\u0e7f]/, year: /(?<!\d)2[45]\d\d(?!\d)/, ahead: 543 };

const VIETNAMESE = 'mot hai ba tu nam sau bay tam chin muoi'.split(' ');

/** What is written otherwise than a pattern expects, on a line in lower case and without accents. */
const REWRITES: readonly (readonly [RegExp, string | ((...match: string[]) => string)])[] = [
  // Arabic months of Syriac origin; two words, or too short to be told from others.
  [/تشرين الاول/, 'october'],
  [/تشرين الثاني/, 'november'],
  [/كانون الاول/, 'december'],
  [/كانون الثاني/, 'january'],
  [/(?<!\p{L})اب(?!\p{L})/u, 'august'],
  [/(?<!\p{L})مه(?!\p{L})/u, 'may'],
  // Vietnamese: `5 tháng 2 năm 2024`, `5 thg 2, 2024`, `05 Tháng Hai 2024`.
  [
    /(\d{1,2})\s+th(?:an)?g\s+(\d{1,2})[\s,]+(?:nam\s+)?(\d{4})/,
    (_, day = '', month = '', year = '') => `${year}-${month}-${day}`,
  ],
  [/thang (muoi mot|muoi hai|gieng|chap|[a-z]+)/, (whole, name = '') => vietnamese(name) ?? whole],
  // Finnish and the North: `klo 8.00`, `kl. 08.00`.
  [/(?<!\p{L})kl(?:o|\.)?\s+(\d{1,2})[.:](\d{2})/u, '$1:$2'],
  // `3pm`
  [/(?<![\d:.])(\d{1,2})\s?([ap])\.?m\b\.?/, '$1:00 $2m'],
  // Japanese, Chinese, Korean: `10時30分`, `15시 4분`.
  [
    /(\d{1,2})\s*[時时点點시]\s*(?:(\d{1,2})\s*[分분])?(?:\s*(\d{1,2})\s*[秒초])?/,
    (_, hour = '', minute = '0', second = '0') =>
      `${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`,
  ],
  // Hebrew: `5 במרץ`.
  [/(\d{1,2}) ב(?=[\u05d0-\u05ea]{3})/, '$1 '],
  // Dots in the time, as in Italian and Indonesian: `5 marzo 2024, 10.30`.
  [/((?<!\d)\d{4},?\s(?:\p{L}{1,6}\s)?)(\d{1,2})([.-])(\d{2})(?:\3(\d{2}))?(?![\d.-])/u, dotted],
  // A server's log: `05/Mar/2024:10:15:00`.
  [/(\/\d{4}):(?=\d\d:\d\d)/, '$1 '],
  // `10:15:00 - 0500`
  [/(:\d\d) ([+-]) ([01]\d{3})(?!\d)/, '$1 $2$3'],
  // `Eastern Standard Time`
  [
    /(?<=\d )(eastern|central|mountain|pacific)(?: (standard|daylight))? time/,
    (_, place = '', kind = '') => `${place.charAt(0)}${kind.charAt(0)}t`,
  ],
  // Lithuanian, Basque and Armenian: `2024 m. vasario 5 d.`, `2024(e)ko otsailaren 5`.
  [/(?<!\d)(\d{4})(?: m\.| ?\(e\)ko|ko| թ\.)\s+(?=\p{L})/u, '$1 '],
  // Latvian and Kazakh: `2024. gada 5. februāris`.
  [/(?<!\d)(\d{4})\.? (?:gada|ж\.) (\d{1,2})\.? (\p{L}{3,})/u, '$2 $3 $1'],
  // Hebrew shortens with a mark of its own: `פבר׳`.
  [/(?<=[\u05d0-\u05ea])[׳']/g, ''],
  // Before noon and after it: Spanish, Greek, Albanian, Malay, Arabic.
  [/(\d:\d\d) (?:p\. m\.|μ\.μ\.|m\.d\.|ptg|م(?!\p{L}))/u, '$1 pm'],
  [/(\d:\d\d) (?:a\. m\.|π\.μ\.|p\.d\.|pg(?!\p{L})|ص(?!\p{L}))/u, '$1 am'],
];

/** @param text as written; the names of months in some scripts, and digits, become English ones */
export function englishMonths(text: string): string {
  const line = text.replace(OTHER_DIGIT, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
  });
  if (!THEIR_SCRIPTS.test(line)) return line;
  namesInTheirScripts ??= readNames();
  const { pattern, months } = namesInTheirScripts;
  const named = line
    .normalize('NFC')
    .replace('พ.ศ.', '')
    .replace(pattern, (name) => ` ${months.get(name) ?? name} `);
  if (!BUDDHIST.script.test(line)) return named;
  return named.replace(BUDDHIST.year, (year) => String(Number(year) - BUDDHIST.ahead));
}

/** @param line in lower case, without accents */
export function usualOrder(line: string): string {
  return REWRITES.reduce((text, [form, to]) => text.replace(form, to as string), line);
}

/** A dash alone may stand between two years or days. */
function dotted(whole: string, before = '', hour = '', mark = '', minute = '', second = ''): string {
  if (mark === '-' && second === '') return whole;
  return `${before}${hour}:${minute}:${second || '00'}`;
}

interface Names {
  readonly pattern: RegExp;
  readonly months: ReadonlyMap<string, string>;
}

/** Made when it is first needed: few feeds need it, and it takes longer than a hundred of their dates. */
let namesInTheirScripts: Names | undefined;

function readNames(): Names {
  const months = new Map<string, string>();
  for (const language of LANGUAGES)
    for (const month of ['short', 'long'] as const) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
        month,
        day: 'numeric',
        timeZone: 'UTC',
      });
      for (const [i, english] of ENGLISH.entries()) {
        const parts = format.formatToParts(Date.UTC(2023, i, 15));
        const name =
          parts
            .find(({ type }) => type === 'month')
            ?.value.normalize('NFC')
            .toLowerCase() ?? '';
        if (name.length > 1 && !months.has(name)) months.set(name, english);
      }
    }
  const longestFirst = [...months.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((name) => name.replace(/[.\\]/g, '\\$&'));
  return { months, pattern: new RegExp(escaped.join('|'), 'g') };
}

function vietnamese(name: string): string | undefined {
  if (name === 'gieng') return ENGLISH[0];
  if (name === 'chap' || name === 'muoi hai') return ENGLISH[11];
  if (name === 'muoi mot') return ENGLISH[10];
  const month = VIETNAMESE.indexOf(name);
  return month < 0 ? undefined : ENGLISH[month];
}
