// A process of its own that opens an embedded Redis, for tests to kill: node embedded-owner.ts FOLDER
// Prints what it got as a line of JSON; closes it when a line comes on standard input.
import { openEmbeddedRedis } from '../../src/store/embedded.ts';

const opened = await openEmbeddedRedis({ folder: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ socketPath: opened.socketPath, owner: opened.owner })}\n`);
process.stdin.once('data', async () => {
  await opened.close();
  process.exit();
});
