import featureFn from 'wink-eng-lite-web-model/dist/feature.js';
import packedCore from 'wink-eng-lite-web-model/dist/languages/cur/models/eng-core-web-model.json' with {
  type: 'json',
};
import lemmatize from 'wink-eng-lite-web-model/dist/lemmatize.js';
import pos from 'wink-eng-lite-web-model/dist/load-pos-model.js';
import type { Model } from 'wink-nlp';
import { numberedWords } from './numbered-words.ts';

/** The core of the model, packed or not. */
interface Core<Numbers> {
  /** By feature: where in a word's numbers it stands, a mask, a shift, and two flags. */
  readonly packing: { readonly layout: Readonly<Record<string, readonly number[]>>; efList?: string[] };
  readonly features: Readonly<Record<string, Feature>>;
  readonly pos: { readonly hash: Readonly<Record<string, number>> };
  readonly lexicon: Numbers;
  readonly xpansions: Numbers;
}

/** Values by their numbers; `hash` the other way. */
interface Feature {
  list: (string | ReadonlySet<number>)[];
  hash?: Record<string, number>;
  intrinsicSize?: number;
  index?: number;
  maxIndex?: number;
}

/** An automaton without states, as wink writes it. */
const EMPTY = JSON.stringify([100, 0, { 0: {} }, {}, {}, {}]);
const noRules = () => ({ machines: [], transformers: [] });
const noStates = () => ({ machines: [EMPTY] });

/**
 * What parts of speech and lemmas take of wink's model of English; it knows no names, moods, negations and ends of
 * sentences. Unpacked at a tenth of the cost of the model's own way, which copies three megabytes by way of JSON and
 * makes an object of 87,593 properties.
 */
export const englishModel: Model = {
  core: () => unpacked(packedCore as Core<string>),
  pos,
  featureFn,
  addons: { lemmatize },
  sbd: noRules,
  ner: noRules,
  metaCER: noRules,
  negation: noStates,
  sa: noStates,
};

/** What the model's own `core()` returns. */
function unpacked(packed: Core<string>): Core<Uint32Array> {
  const { layout } = packed.packing;
  const features = Object.fromEntries(
    Object.entries(packed.features).map(([name, feature]) => [name, { ...feature, list: [...feature.list] }]),
  );
  for (const [name, shape] of Object.entries(layout)) {
    const feature = features[name];
    if (shape[3] === 0 && feature) number(feature, (shape[1] ?? 0) >>> (shape[2] ?? 0));
  }
  const { lexeme, posClusters } = features;
  if (lexeme) number(lexeme);
  const tagsOf = (tags: string) => new Set(tags.split('_').map((tag) => packed.pos.hash[tag] || 0));
  if (posClusters) posClusters.list = posClusters.list.map((tags) => tagsOf(String(tags)));
  const efList = Object.keys(layout).filter((name) => layout[name]?.[4] === 1);
  return {
    ...packed,
    packing: { ...packed.packing, efList },
    features,
    lexicon: numbersOf(packed.lexicon),
    xpansions: numbersOf(packed.xpansions),
  };
}

function numbersOf(base64: string): Uint32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** @param most the highest number that a word's numbers have room for */
function number(feature: Feature, most?: number): void {
  const { length } = feature.list;
  feature.hash = numberedWords(feature.list as string[]);
  feature.intrinsicSize = length;
  feature.index = length;
  if (most !== undefined) feature.maxIndex = most;
}
