import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/sweep.ts';
import { contentId } from '../../src/model/id.ts';
import { LINK_DAYS, signToken, signUntil } from '../../src/notify/links.ts';
import { deliveryOf, developmentOf, subscriberOf } from '../jobs/samples.ts';
import { ASKED, openFrontDesk, tokenOf } from './front-desk.ts';

let front: ReturnType<typeof openFrontDesk>;
beforeEach(() => {
  front = openFrontDesk();
});
afterEach(() => front.close());

const ADA = contentId('s', ASKED.address);

async function subscribed() {
  await front.form('/subscribe', ASKED);
  await front.form('/confirm', { token: tokenOf(front.link()) });
}

/** The token of a link in a mail sent now. */
async function linkToken(purpose: 'preferences' | 'mute' | 'pause') {
  const until = new Date(front.desk.ports.clock().getTime() + LINK_DAYS * 86_400_000);
  return signUntil(await front.desk.store.secret(), ADA, purpose, until);
}
const ownToken = () => linkToken('preferences');

describe('subscribing on the page', () => {
  test('takes a mail, a page with a button, and its POST', async () => {
    expect((await front.form('/subscribe', ASKED)).body).toContain('Look into your mail');
    expect(front.desk.sent).toHaveLength(1);
    expect(await front.desk.store.subscriber(ADA)).toBeNull();

    const asked = await front.get(front.link());
    expect(asked.body).toContain('Nothing has changed yet');
    expect(await front.desk.store.subscriber(ADA)).toBeNull();

    const token = tokenOf(front.link());
    expect((await front.form('/confirm', { token })).body).toContain('You are subscribed');
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({
      ...{ status: 'active', watchIds: ['strike'], digest: 'daily', timezone: 'Europe/Berlin' },
    });
    expect((await front.form('/confirm', { token })).statusCode).toBe(410);
  });

  test('a link ends after two days, and the address is forgotten', async () => {
    await front.form('/subscribe', ASKED);
    const token = tokenOf(front.link());
    front.desk.setTime('2024-02-13T12:00:01.000Z');
    expect((await front.form('/confirm', { token })).statusCode).toBe(410);
    await sweep(front.desk.context());
    expect(await front.desk.store.deliveriesOf(ADA)).toEqual([]);
    const keys = await front.redis.redis.keys(`${front.redis.prefix}*`);
    const strings = await Promise.all(keys.map((key) => front.redis.redis.dump(key)));
    expect(strings.filter((bytes) => bytes?.includes('ada@'))).toEqual([]);
  });

  test('a token for another purpose, or changed, confirms nothing', async () => {
    await front.form('/subscribe', ASKED);
    const token = tokenOf(front.link());
    const secret = await front.desk.store.secret();
    const subject = token.slice(0, token.lastIndexOf('.'));
    for (const wrong of [`${token}x`, signToken(secret, subject, 'preferences'), `x${token}`]) {
      expect((await front.form('/confirm', { token: wrong })).statusCode).toBe(410);
    }
    expect((await front.get(`/preferences?token=${token}`)).statusCode).toBe(404);
    expect(await front.desk.store.subscribers()).toEqual([]);
  });

  test('answers the same whether or not the address is known, and tells the owner by mail', async () => {
    const stranger = await front.form('/subscribe', ASKED);
    await front.form('/confirm', { token: tokenOf(front.link()) });
    const again = await front.form('/subscribe', { ...ASKED, digest: 'hourly' });
    expect([again.statusCode, again.body]).toEqual([stranger.statusCode, stranger.body]);
    expect(front.desk.sent.at(-1)?.text).toContain('typed this address into Newswatch');
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({ digest: 'daily' });

    const known = await front.form('/preferences/link', { address: ASKED.address });
    const unknown = await front.form('/preferences/link', { address: 'nobody@readers.example' });
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    expect(front.desk.sent.map(({ to }) => to.address)).not.toContain('nobody@readers.example');
  });

  test('one address gets three such mails a day at most, whoever asks and however it is written', async () => {
    for (let at = 0; at < 6; at += 1) {
      const address = at % 2 ? 'ADA@readers.example' : ASKED.address;
      const { statusCode } = await front.form('/subscribe', { ...ASKED, address }, `192.0.2.${at}`);
      expect(statusCode).toBe(200);
    }
    expect(front.desk.sent).toHaveLength(3);
  });

  test('one network sends ten forms an hour at most, an IPv6 network of 64 bits counted as one', async () => {
    const codes: number[] = [];
    for (let at = 0; at < 11; at += 1) {
      const fields = { ...ASKED, address: `reader${at}@readers.example` };
      codes.push((await front.form('/subscribe', fields, `2001:db8:1:2::${at + 1}`)).statusCode);
    }
    expect(codes).toEqual([...Array(10).fill(200), 429]);
    expect((await front.form('/subscribe', ASKED, '2001:db8:1:3::1')).statusCode).toBe(200);
  });

  test.each([
    [{ address: 'a@readers.example, b@readers.example' }, 'more than one'],
    [{ address: 'ada@readers.example\r\nBcc: eve@readers.example' }, 'Not an address'],
    [{ address: '' }, 'Not an address'],
    [{ watch: 'unknown' }, 'Choose at least one story'],
    [{ timezone: 'Mars/Olympus' }, 'is not a time zone'],
    [{ digest: 'constructor' }, 'how often'],
    [{ alerts: '', digest: 'off' }, 'alerts, a digest, or both'],
    [{ address: '<script>alert(1)</script>@readers.example' }, 'Not an address'],
  ])('a form that cannot be is shown again with the reason: %j', async (fields, why) => {
    const answer = await front.form('/subscribe', { ...ASKED, ...fields });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(why);
    expect(answer.body).not.toContain('<script>');
    expect(front.desk.sent).toEqual([]);
  });

  test('its mail is one recipient’s, says what was asked for, and holds no tracking', async () => {
    await front.form('/subscribe', { ...ASKED, watch: ['strike', 'talks'] });
    const mail = front.desk.sent[0];
    expect(mail?.to).toEqual({ address: ASKED.address });
    expect(mail?.text).toContain('Talks in Geneva');
    expect(mail?.text).toContain('Alerts at once, and a digest every day at 07:00, Berlin time.');
    expect(mail?.headers['Auto-Submitted']).toBe('auto-generated');
    expect(mail?.html).not.toMatch(/<img|src=/);
  });
});

describe('a reader’s own page', () => {
  test('changes what they get, and nothing by a GET', async () => {
    await subscribed();
    const token = await ownToken();
    const { body } = await front.get(`/preferences?token=${token}`);
    expect(body).toContain('Mails to <bdi>ada@readers.example</bdi>');
    expect(body).toMatch(/value="Europe\/Berlin" selected/);
    const { address: _address, ...wishes } = ASKED;
    const saved = await front.form('/preferences', {
      ...{ ...wishes, token, watch: 'talks', digest: 'weekly', hour: '18', mute: ['statement', 'nonsense'] },
      ...{ quietFrom: '22', quietTo: '6', snooze: '2024-03-01' },
    });
    expect(saved.body).toContain('Saved.');
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({
      ...{ watchIds: ['talks'], digest: 'weekly', hour: 18, mutedTypes: ['statement'] },
      ...{ quiet: { from: 22, to: 6 }, snoozeUntil: '2024-03-01T00:00:00.000Z', status: 'active' },
    });
    expect(await front.desk.store.subscriberIdsOf('strike')).toEqual([]);
  });

  test('mutes and pauses by the links of a mail, once the button is pressed', async () => {
    await subscribed();
    const [mute, pause] = await Promise.all([linkToken('mute'), linkToken('pause')]);
    for (const url of [`/mute?token=${mute}&type=attack`, `/pause?token=${pause}`]) {
      expect((await front.get(url)).body).toContain('Nothing has changed yet');
    }
    expect((await front.desk.store.subscriber(ADA))?.mutedTypes).toBeUndefined();
    await front.form('/mute', { token: mute, type: 'attack' });
    await front.form('/pause', { token: pause, days: '7' });
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({
      ...{ mutedTypes: ['attack'], snoozeUntil: '2024-02-18T12:00:00.000Z' },
    });
    expect((await front.form('/mute', { token: mute, type: 'constructor' })).body).toContain('not complete');
  });

  test('a link to mute or pause opens nothing else, and none works after three months', async () => {
    await subscribed();
    const tokens = await Promise.all([linkToken('mute'), linkToken('pause'), ownToken()]);
    const [mute, pause, own] = tokens;
    for (const [path, token] of [
      ...[mute, pause].map((one) => ['/preferences', one] as const),
      ...[mute, own].map((one) => ['/pause', one] as const),
      ...[pause, own].map((one) => ['/mute', one] as const),
    ]) {
      expect((await front.get(`${path}?token=${token}&type=attack`)).statusCode).toBe(404);
      expect((await front.form(path, { token: token ?? '', type: 'attack', days: '7' })).statusCode).toBe(
        404,
      );
    }
    const unsubscribe = signToken(await front.desk.store.secret(), ADA, 'unsubscribe');
    front.desk.setTime('2024-06-01T00:00:00.000Z');
    const late = await front.get(`/preferences?token=${own}`);
    expect([late.statusCode, late.body]).toEqual([404, expect.stringContaining('Get a new link')]);
    expect((await front.get(`/unsubscribe?token=${unsubscribe}`)).statusCode).toBe(200);
  });

  test('muting does not subscribe who has left; saving does', async () => {
    await subscribed();
    await front.people.unsubscribe(ASKED.address);
    await front.form('/mute', { token: await linkToken('mute'), type: 'attack' });
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({ status: 'unsubscribed' });
    expect(await front.desk.store.dueDigests('2030-01-01T00:00:00.000Z', 9)).toEqual([]);
    const { address: _address, ...wishes } = ASKED;
    await front.form('/preferences', { ...wishes, token: await ownToken() });
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({ status: 'active' });
  });

  test('chooses the language of dates, from those there are', async () => {
    await subscribed();
    const { address: _address, ...wishes } = ASKED;
    const token = await ownToken();
    const saved = await front.form('/preferences', { ...wishes, token, language: 'de' });
    expect(saved.body).toContain('value="de" selected>Deutsch');
    expect(await front.desk.store.subscriber(ADA)).toMatchObject({ language: 'de' });
    await front.form('/preferences', { ...wishes, token, language: 'x-klingon' });
    expect((await front.desk.store.subscriber(ADA))?.language).toBeUndefined();
  });

  test('gives all that is held, and deletes it', async () => {
    await subscribed();
    const { store } = front.desk;
    const development = developmentOf('A walkout');
    await store.createDelivery(deliveryOf({ ...subscriberOf('ada'), id: ADA }, development));
    const token = await ownToken();
    const held = (await front.get(`/preferences/export?token=${token}`)).json();
    expect(held.subscriber.mailbox.address).toBe(ASKED.address);
    expect(held.mails.map(({ kind }: { kind: string }) => kind)).toEqual(['notice', 'alert']);

    expect((await front.get(`/preferences/delete?token=${token}`)).body).toContain('Nothing has changed yet');
    expect(await store.subscriber(ADA)).not.toBeNull();
    await front.form('/preferences/delete', { token });
    expect(await store.subscriber(ADA)).toBeNull();
    expect(await store.deliveries(10)).toEqual([]);
    expect(await store.toldDevelopments(ADA, [development.id])).toEqual(new Map());
    const keys = await front.redis.redis.keys(`${front.redis.prefix}*${ADA}*`);
    expect(keys.filter((key) => !/alerts:\d/.test(key))).toEqual([]);
    expect((await front.get(`/preferences?token=${token}`)).statusCode).toBe(404);
  });

  test('is closed to anyone without its link', async () => {
    await subscribed();
    const unsubscribe = signToken(await front.desk.store.secret(), ADA, 'unsubscribe');
    for (const token of [unsubscribe, 'x', `${ADA}.x`]) {
      expect((await front.get(`/preferences?token=${token}`)).statusCode).toBe(404);
      expect((await front.get(`/preferences/export?token=${token}`)).statusCode).toBe(404);
      expect((await front.form('/preferences/delete', { token })).statusCode).toBe(404);
    }
    expect(await front.desk.store.subscriber(ADA)).not.toBeNull();
  });
});
