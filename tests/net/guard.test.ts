import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/model/errors.ts';
import { createGuard } from '../../src/net/guard.ts';
import { startSite, testFetcher } from './site.ts';

const refuses = (address: string, allow: readonly string[] = []) => {
  try {
    createGuard(allow).checkLiteral(new URL(`http://${address}/`));
    return null;
  } catch (error) {
    return error instanceof FetchError ? error.message : error;
  }
};

describe('the guard', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '168.63.129.16',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::10.0.0.1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[fec0::1]',
    '[2001:db8::1]',
    '[4000::1]',
  ])('refuses %s', (address) => {
    expect(refuses(address)).toMatch(/^address .* allow it in net\.allowPrivate of newswatch\.yaml$/);
  });

  it.each(['93.184.216.34', '[2606:2800:220:1::1]', '[64:ff9b::5db8:d822]', 'example.org'])(
    'lets %s pass',
    (address) => {
      expect(refuses(address)).toBeNull();
    },
  );

  it('says in words what an address is', () => {
    expect(refuses('10.0.0.1')).toBe(
      'address 10.0.0.1 is private; allow it in net.allowPrivate of newswatch.yaml',
    );
    expect(refuses('127.0.0.1')).toBe(
      'address 127.0.0.1 is this machine; allow it in net.allowPrivate of newswatch.yaml',
    );
  });

  it('lets what the operator allowed pass, by range or by address, however it is written', () => {
    expect(refuses('10.1.2.3', ['10.0.0.0/8'])).toBeNull();
    expect(refuses('[::ffff:10.1.2.3]', ['10.1.2.3'])).toBeNull();
    expect(refuses('[fd00::5]', ['fd00::/8'])).toBeNull();
    expect(refuses('10.1.2.4', ['10.1.2.3'])).not.toBeNull();
  });

  it('refuses a name that leads to a private address, before a connection is made', async () => {
    const site = await startSite((_, response) => response.end('secret'));
    const net = testFetcher({ allowPrivate: [] });
    const asked = net.fetch(site.url.replace('127.0.0.1', 'localhost'), { accept: '*/*', maxBytes: 1000 });
    await expect(asked).rejects.toMatchObject({
      reason: 'blocked-address',
      retryable: false,
      message: expect.stringMatching(/^localhost: address (127\.0\.0\.1|::1) is this machine/),
    });
    expect(site.requests).toHaveLength(0);
    await net.close();
    await site.close();
  });
});
