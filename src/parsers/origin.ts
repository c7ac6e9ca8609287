/** News agencies: the name a reader knows, and how they are credited. Case counts: `AP` is an agency, `ap` is not. */
const AGENCIES: readonly (readonly [name: string, credits: RegExp])[] = [
  ['Reuters', /\b(Thomson )?(Reuters|REUTERS)\b/],
  ['AP', /\b(The )?Associated Press\b|\bAP\b/],
  ['AFP', /\bAgence[ -]France[ -]Presse\b|\bAFP\b/],
  ['dpa', /\bDeutsche Presse-Agentur\b|\b(dpa|DPA)\b/],
  ['EFE', /\bAgencia EFE\b|\bEFE\b/],
  ['ANSA', /\bANSA\b/],
  ['TASS', /\bTASS\b/],
  ['Interfax', /\bInterfax\b/],
  ['Xinhua', /\bXinhua\b/],
  ['Anadolu', /\bAnadolu( Agency)?\b/],
  ['Kyodo', /\bKyodo( News)?\b/],
  ['Yonhap', /\bYonhap\b/],
  ['PTI', /\bPress Trust of India\b|\bPTI\b/],
  ['ANI', /\bAsian News International\b|\bANI\b/],
  ['UPI', /\bUPI\b/],
  ['PA Media', /\bPA Media\b|\bPress Association\b/],
  ['AAP', /\bAustralian Associated Press\b|\bAAP\b/],
  ['The Canadian Press', /\bCanadian Press\b/],
  ['Bloomberg', /\bBloomberg( News)?\b/],
  ['APA', /\bAustria Presse Agentur\b|\bAPA\b/],
  ['Keystone-SDA', /\b(Keystone-)?SDA\b/],
  ['Belga', /\bBelga\b/],
  ['ANP', /\bANP\b/],
  ['NTB', /\bNTB\b/],
  ['Ritzau', /\bRitzau\b/],
  ['PAP', /\bPAP\b/],
  ['Lusa', /\bLusa\b/],
  ['IRNA', /\bIRNA\b/],
  ['INA', /\bIraqi News Agency\b|\bINA\b/],
  ['Petra', /\bPetra News Agency\b|\(Petra\)/],
  ['WAM', /\bEmirates News Agency\b|\bWAM\b/],
  ['SPA', /\bSaudi Press Agency\b|\bSPA\b/],
  ['SANA', /\bSyrian Arab News Agency\b|\bSANA\b/],
  ['NNA', /\bNational News Agency\b|\bNNA\b/],
];

/** `OSLO, Feb 11 (Reuters) - `, `LONDON (AP) — `, `(dpa)`: in the first words of a report. */
const DATELINE = /^.{0,80}?\(([^()]{2,40})\)\s*[-–—:]/;
const DATELINE_BARE = /^[\p{Lu}][\p{L}\s.,/'-]{1,50}?[,/]?\s*\(([\p{Lu}\p{Ll}. ]{2,30})\)/u;
/** The report's last line. */
const SIGNATURE =
  /^(?:\(?(?:Reporting|Writing|Additional reporting) by .{3,250}|©.{0,10}\d{4}\s.{2,40}|[-–—(]\s*.{2,30}\)?)$/;

/**
 * The agency a text is credited to, when another than the outlet that carries it.
 *
 * @param authors the byline
 * @param outlet the site's name
 */
export function creditedOrigin(
  authors: readonly string[],
  paragraphs: readonly string[],
  outlet: string,
): string | undefined {
  const first = paragraphs[0] ?? '';
  const last = paragraphs.at(-1) ?? '';
  const credits = [
    ...authors,
    (DATELINE.exec(first) ?? DATELINE_BARE.exec(first))?.[1] ?? '',
    last.length < 300 && SIGNATURE.test(last) ? last : '',
  ];
  for (const credit of credits) {
    const agency = credit === '' ? undefined : AGENCIES.find(([, pattern]) => pattern.test(credit));
    if (agency) return agency[1].test(outlet) ? undefined : agency[0];
  }
  return undefined;
}
