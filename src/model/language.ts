/** Languages that dates of mails are written in (BCP 47); all else of a mail is English, as the articles are. */
export const DATE_LANGUAGES = [
  ...[
    'en-GB',
    'en-US',
    'ar',
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'es',
    'et',
    'fa',
    'fi',
    'fr',
    'he',
    'hi',
    'hr',
    'hu',
  ],
  ...[
    'hy',
    'id',
    'it',
    'ja',
    'ka',
    'ko',
    'lt',
    'lv',
    'nb',
    'nl',
    'pl',
    'pt',
    'ro',
    'ru',
    'sk',
    'sl',
    'sr',
    'sv',
  ],
  ...['th', 'tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant'],
] as const;

export function isDateLanguage(language: string): boolean {
  return (DATE_LANGUAGES as readonly string[]).includes(language);
}
