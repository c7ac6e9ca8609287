/**
 * What polling costs: Newswatch beside a bare fetch, newsboat and rss2email, on the same feeds.
 *
 *   node bench/polling.ts [--feeds 500] [--hosts 50] [--delay 100] [--peers newswatch,bare,newsboat,rss2email]
 *
 * With two files it makes one round by itself, for the polling kit's `CMD_CUSTOM`, which adds them:
 *
 *   node bench/polling.ts URL_FILE STATE_FILE
 */
import { parseArgs } from 'node:util';
import { comparePeers, PEER_NAMES } from './polling-peers.ts';
import { pollRound } from './polling-round.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    feeds: { type: 'string', default: '500' },
    hosts: { type: 'string', default: '50' },
    delay: { type: 'string', default: '100' },
    peers: { type: 'string', default: PEER_NAMES.join() },
  },
});
const [urlFile, stateFile] = positionals;
if (urlFile && stateFile) await pollRound(urlFile, stateFile);
else {
  await comparePeers({
    feeds: Number(values.feeds),
    hosts: Number(values.hosts),
    delayMs: Number(values.delay),
    peers: values.peers.split(','),
  });
}
