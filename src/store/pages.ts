import type { ArticleVerdict, Development } from '../model/development.ts';
import type { Delivery } from '../model/mail.ts';
import type { Page, PageAsk, Position } from '../model/page.ts';
import type { StoreContext } from './context.ts';
import { deliveryStore } from './deliveries.ts';
import { developmentStore } from './developments.ts';
import { unpackFields } from './packing.ts';

/** Lists in pages, newest first, that neither skip nor repeat what is there when new entries come in between. */
export function pageStore(context: StoreContext) {
  const { redis, keys, onCorrupt } = context;
  const { developmentsById } = developmentStore(context);
  const { deliveriesById } = deliveryStore(context);

  /** Members of one score stand in the reverse order of their bytes, as ZREVRANGE gives them. */
  const positions = async (key: string, ask: PageAsk): Promise<readonly Position[]> => {
    const { after, since = '-inf', until = '+inf', limit } = ask;
    const top = after === undefined ? until : Math.min(after.score, until === '+inf' ? Infinity : until);
    const found: Position[] = [];
    for (let offset = 0; found.length < limit; ) {
      const flat = await redis.zrevrangebyscore(key, top, since, 'WITHSCORES', 'LIMIT', offset, limit);
      const page = pairs(flat);
      found.push(...page.filter((one) => after === undefined || isAfter(one, after)));
      if (page.length < limit) break;
      offset += page.length;
    }
    return found.slice(0, limit);
  };

  const paged = <Item>(
    { limit }: PageAsk,
    all: readonly Position[],
    items: readonly Item[],
    idOf: (item: Item) => string,
  ): Page<Item> => {
    const places = new Map(all.map((at) => [at.member, at]));
    const entries = items.flatMap((item) => {
      const at = places.get(idOf(item));
      return at ? [{ item, at }] : [];
    });
    return { entries, next: all.length < limit ? null : (all.at(-1) ?? null) };
  };

  return {
    async developmentPage(watchId: string, ask: PageAsk): Promise<Page<Development>> {
      const all = await positions(keys.developmentTimes(watchId), ask);
      const found = await developmentsById(watchId, membersOf(all));
      return paged(ask, all, found, ({ id }) => id);
    },

    async verdictPage(watchId: string, ask: PageAsk): Promise<Page<ArticleVerdict>> {
      const all = await positions(keys.compared(watchId), ask);
      const ids = membersOf(all);
      const key = keys.verdicts(watchId);
      const values = ids.length > 0 ? await redis.hmgetBuffer(key, ...ids) : [];
      const found = unpackFields<ArticleVerdict>(key, ids, values, onCorrupt);
      return paged(ask, all, found, ({ article }) => article.articleId);
    },

    /** @param subscriberId of whom; left out: of all */
    async deliveryPage(ask: PageAsk, subscriberId?: string): Promise<Page<Delivery>> {
      const key = subscriberId === undefined ? keys.deliveries() : keys.subscriberDeliveries(subscriberId);
      const all = await positions(key, ask);
      return paged(ask, all, await deliveriesById(membersOf(all)), ({ id }) => id);
    },
  };
}

function isAfter(one: Position, after: Position): boolean {
  if (one.score !== after.score) return one.score < after.score;
  return Buffer.compare(Buffer.from(one.member), Buffer.from(after.member)) < 0;
}

function membersOf(positions: readonly Position[]): readonly string[] {
  return positions.map(({ member }) => member);
}

function pairs(flat: readonly string[]): readonly Position[] {
  return flat.flatMap((member, i) => (i % 2 === 0 ? [{ member, score: Number(flat[i + 1]) }] : []));
}
