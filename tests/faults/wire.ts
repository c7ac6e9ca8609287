import type { Article } from '../../src/model/article.ts';
import { contentId } from '../../src/model/id.ts';

const DAY_MS = 86_400_000;
/** Far apart, so that no attack is taken for another. */
const PLACES = [
  'Niger',
  'Mali',
  'Chad',
  'Sudan',
  'Somalia',
  'Kenya',
  'Nigeria',
  'Libya',
  'Egypt',
  'Yemen',
  'Syria',
  'Turkey',
  'Pakistan',
  'India',
  'Myanmar',
  'Thailand',
  'Colombia',
  'Peru',
  'Mexico',
  'Haiti',
  'Ukraine',
  'Georgia',
  'Mozambique',
  'Cameroon',
  'Ethiopia',
  'Uganda',
  'Burundi',
  'Rwanda',
  'Senegal',
  'Ghana',
  'Togo',
  'Benin',
  'Gabon',
  'Angola',
  'Zambia',
  'Malawi',
  'Namibia',
  'Botswana',
  'Indonesia',
  'Philippines',
] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** One item in so many tells an attack; the rest is news of nothing. */
const ATTACK_EVERY = 3;
const DAYS = 5;

/** The watch that follows them, as its files. */
export function borderWatch(feeds: readonly string[]) {
  return {
    title: 'Attacks along the border',
    follow: 'attacks on towns and army posts along the border between Niger and Mali',
    feeds: feeds.map((url) => ({ url })),
  };
}

export const BORDER_DOSSIER = `---
title: Armies agree to patrol their borders together
source: The Wire
date: 2024-03-01
---
The armies of ${PLACES.join(', ')} agreed on Friday to patrol their borders together. Gunmen have
threatened army posts there for years, and soldiers are to share what they know of them.
`;

/** So many items of a news agency, oldest first, each on a page of its own and none like another. */
export function wire(count: number, now: Date): readonly Article[] {
  return Array.from({ length: count }, (_, i) => {
    const publishedAt = new Date(now.getTime() - (count - i) * 1000).toISOString();
    const told = i % ATTACK_EVERY === 0 ? attack(i / ATTACK_EVERY, now) : market(i);
    const url = `https://wire.example/news/${i}.html`;
    return {
      ...told,
      id: contentId('a', url),
      url,
      source: 'The Wire',
      publishedAt,
      language: 'en',
      captions: [],
      authors: [],
      via: 'page',
    };
  });
}

function attack(number: number, now: Date) {
  const place = PLACES[number % PLACES.length] ?? '';
  const daysAgo = 1 + (Math.floor(number / PLACES.length) % DAYS);
  const weekday = WEEKDAYS[new Date(now.getTime() - daysAgo * DAY_MS).getUTCDay()];
  const dead = 3 + (number % 40);
  return {
    title: `Gunmen kill ${dead} soldiers in ${place}`,
    paragraphs: [
      `Gunmen killed ${dead} soldiers in an attack on an army post in ${place} on ${weekday}, the army said.`,
      'Reinforcements were sent there, and the wounded were flown out, a spokesman said.',
    ],
  };
}

function market(number: number) {
  const good = ['millet', 'onions', 'cowpeas', 'sesame', 'gum arabic'][number % 5];
  return {
    title: `Traders report a calm market for ${good} (${number})`,
    paragraphs: [
      `Traders spoke of a calm week for ${good}, with ${number} sacks on offer at the usual price.`,
      'Prices had hardly moved, and nobody expected that to change before the rains.',
    ],
  };
}
