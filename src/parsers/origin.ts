/** News agencies: the name a reader knows, and how they are credited. Case counts: `AP` is an agency, `ap` is not. */
const AGENCIES: readonly (readonly [name: string, credits: RegExp])[] = [
  ['Reuters', /\b(Thomson )?(Reuters|REUTERS)\b/],
  ['AP', /\b(The )?Associated Press\b|\bAP\b/],
  ['AFP', /\bAgence[ -]France[ -]Presse\b|\bAFP\b/],
  ['dpa', /\bDeutsche Presse-Agentur\b|\b(dpa|DPA)\b/],
  ['EFE', /\bAgencia EFE\b|\bEFE\b/],
  ['ANSA', /\bANSA\b/],
  ['TASS', /\bTASS\b|(?<!\p{L})ТАСС(?!\p{L})/u],
  ['Interfax', /\bInterfax\b|(?<!\p{L})Интерфакс(?!\p{L})/u],
  ['Xinhua', /\bXinhua\b|新华社|新華社/],
  ['Jiji', /\bJiji( Press)?\b|時事(通信)?/],
  ['CNA', /\bCentral News Agency\b|中央社/],
  ['RIA Novosti', /\bRIA Novosti\b|РИА Новости/],
  ['Ukrinform', /\bUkrinform\b|Укринформ|Укрінформ/],
  ['Anadolu', /\bAnadolu( Agency)?\b/],
  ['Kyodo', /\bKyodo( News)?\b|共同通信/],
  ['Yonhap', /\bYonhap\b|연합뉴스/],
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
/** `(서울=연합뉴스)`, `（ワシントン共同）`, `新华社北京4月24日电`. */
const DATELINE_CJK =
  /^\s*(?:[(（【[]([^)）】\]]{2,30})[)）】\]]|((?:新华社|新華社|中央社|共同).{0,20}[电電]))/;
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
    DATELINE_CJK.exec(first)?.[0] ?? '',
    last.length < 300 && SIGNATURE.test(last) ? last : '',
  ];
  for (const credit of credits) {
    const agency = credit === '' ? undefined : AGENCIES.find(([, pattern]) => pattern.test(credit));
    if (agency) return agency[1].test(outlet) ? undefined : agency[0];
  }
  return undefined;
}
