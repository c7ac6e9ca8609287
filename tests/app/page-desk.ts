import { scryptSync } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { openCatalogue } from '../../src/app/catalogue.ts';
import { compareMark } from '../../src/app/compare-mark.ts';
import { pagePorts } from '../../src/app/page.ts';
import { createPeople } from '../../src/app/people.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { compareArticle } from '../../src/jobs/compare-article.ts';
import { openDossiers } from '../../src/jobs/dossiers.ts';
import { openQueues } from '../../src/jobs/queues.ts';
import { stages } from '../../src/jobs/stages.ts';
import type { Article } from '../../src/model/article.ts';
import type { Watch } from '../../src/model/watch.ts';
import { createServer } from '../../src/web/server.ts';
import { openDesk } from '../jobs/desk.ts';
import { testRedis } from '../support/redis.ts';

export const PASSWORD = 'correct horse battery';
const ROOT = path.resolve(import.meta.dirname, '../..');
const SALT = 'sixteen letters!';
/** As `web.login` holds it, tried in no time: what a real one costs is paid where passwords are what is tested. */
export const LOGIN = [
  ...['scrypt', 16, 1, 1, Buffer.from(SALT).toString('base64url')],
  scryptSync(PASSWORD, SALT, 32, { N: 16, r: 1, p: 1 }).toString('base64url'),
].join(':');

/** The page of production over a real Redis, with one watch, and a login unless left out. */
export async function openPageDesk(
  watch: Watch,
  options: { readonly login?: boolean; readonly publicUrl?: string; readonly config?: Partial<Config> } = {},
) {
  const redis = testRedis();
  const env = options.login === false ? {} : { NEWSWATCH_LOGIN: LOGIN };
  const config = { ...loadConfig({ root: ROOT, env }), watches: [watch], ...options.config };
  const catalogue = openCatalogue([watch]);
  const desk = openDesk(redis.redis, redis.prefix, { feeds: catalogue.feeds(), watches: [watch] });
  const { store } = desk;
  const connection = redis.connect();
  const queues = openQueues({ connection, prefix: redis.prefix });
  const clock = () => desk.ports.clock();
  const people = createPeople({ store, clock, maxAlertsPerDay: 4 });
  const readers = {} as Parameters<typeof pagePorts>[0]['readers'];
  const ports = pagePorts({ config, catalogue, store, people, readers, queues, redis: redis.redis, clock });
  const page = createServer(ports, options.publicUrl ? { publicUrl: options.publicUrl } : {});
  const dossiers = openDossiers(store, config.lexicon, stages, compareMark());
  return {
    ...{ config, store, queues, page, ports, catalogue, redis },
    setTime: desk.setTime,
    /** Compares it as the worker does. */
    async read(article: Article, at: string) {
      desk.setTime(at);
      await store.saveArticle(article, [watch.id], at);
      const context = desk.context({ stages, dossiers });
      return compareArticle(context, { watchId: watch.id, articleId: article.id });
    },
    /** As a browser does it: the cookie of one visitor, the forms of the pages it was shown. */
    visitor: () => openVisitor(page),
    async close() {
      await page.close();
      await queues.close();
      const ended = once(connection, 'end');
      connection.disconnect();
      await ended;
      await redis.close();
    },
  };
}

export type PageDesk = Awaited<ReturnType<typeof openPageDesk>>;

function openVisitor(page: ReturnType<typeof createServer>) {
  let cookie = '';
  let address = 1;
  const get = (url: string) => page.inject({ method: 'GET', url, headers: cookie ? { cookie } : {} });
  const post = async (
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ) => {
    address += 1;
    const answer = await page.inject({
      method: 'POST',
      url,
      remoteAddress: `192.0.2.${address}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(cookie && { cookie }),
        ...headers,
      },
      payload: new URLSearchParams(fields).toString(),
    });
    const set = String(answer.headers['set-cookie'] ?? '');
    if (set) cookie = set.split(';')[0] ?? '';
    return answer;
  };
  return {
    get,
    post,
    /** A form with files, as a browser sends it. */
    async send(
      url: string,
      fields: Readonly<Record<string, string | readonly string[]>>,
      files: readonly (readonly [
        field: string,
        name: string,
        content: string | Uint8Array<ArrayBuffer>,
      ])[] = [],
    ) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) form.append(name, one);
      for (const [name, file, content] of files) form.append(name, new File([content], file));
      const sent = new Response(form);
      const type = sent.headers.get('content-type') ?? '';
      const payload = Buffer.from(await sent.arrayBuffer());
      return page.inject({ method: 'POST', url, headers: { 'content-type': type, cookie }, payload });
    },
    signIn: (password = PASSWORD) => post('/operate/login', { password, back: '/operate' }),
    cookie: () => cookie,
    /** The hidden fields of the first form on a page that holds `having`. */
    async form(url: string, having: string): Promise<Record<string, string>> {
      const { body } = await get(url);
      const forms = body.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
      const form = forms.find((one) => one.includes(having)) ?? '';
      const inputs = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
      return Object.fromEntries(inputs.map(([, name, value]) => [name ?? '', value ?? '']));
    },
  };
}
