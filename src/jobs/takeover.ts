import type { Redis } from 'ioredis';
import { JOB_NAMES } from '../model/job.ts';
import type { Queues } from './queues.ts';

const LOOK_EVERY_MS = 1000;
/** After a break of the connection others may need longer than we to be back: they try each two seconds at least. */
const AFTER_BREAK_MS = 5000;

/**
 * One look a second by all workers together. Wakes a worker for jobs that wait (who was woken for them may have died
 * before it took one, and others sleep up to ten seconds), and finds who stopped renewing locks.
 *
 * KEYS: the turn of the look. ARGV: ms till the next, ms that a renewed lock has left at least, keys of the queues.
 */
const LOOK = `if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return {} end
local late, found = {}, {}
for i = 3, #ARGV do
  local queue = ARGV[i]
  if redis.call('LLEN', queue .. 'wait') > 0 and redis.call('EXISTS', queue .. 'marker') == 0 then
    redis.call('ZADD', queue .. 'marker', 0, '0')
  end
  for _, id in ipairs(redis.call('LRANGE', queue .. 'active', 0, -1)) do
    local left = redis.call('PTTL', queue .. id .. ':lock')
    local owner = left >= 0 and left < tonumber(ARGV[2]) and redis.call('HGET', queue .. id, 'pb')
    if owner and not found[owner] then
      found[owner] = true
      late[#late + 1] = owner
    end
  end
end
return late`;

/**
 * Takes the locks of the dead away, so that BullMQ's next check (each second) starts their jobs elsewhere.
 *
 * KEYS: the turn, for the slot. ARGV: owners as JSON, ms that a renewed lock has left at least, keys of the queues. Returns how many it took.
 */
const FREE = `local dead, freed = {}, 0
for _, owner in ipairs(cjson.decode(ARGV[1])) do dead[owner] = true end
for i = 3, #ARGV do
  local queue = ARGV[i]
  for _, id in ipairs(redis.call('LRANGE', queue .. 'active', 0, -1)) do
    local lock = queue .. id .. ':lock'
    local left = redis.call('PTTL', lock)
    if left >= 0 and left < tonumber(ARGV[2]) and dead[redis.call('HGET', queue .. id, 'pb')] then
      redis.call('DEL', lock)
      redis.call('SADD', queue .. 'stalled', id)
      freed = freed + 1
    end
  end
end
return freed`;

interface Watched {
  readonly connection: Redis;
  readonly queues: Queues;
  /** Of this process, as its jobs and connections bear it; another process must not. */
  readonly owner: string;
  /** A lock with less left was not renewed when it should have been. */
  readonly leastLeftMs: number;
  /** How many jobs were taken from whom. */
  readonly onFound: (owners: readonly string[], jobs: number) => void;
}

/**
 * Looks for workers that died, and frees their jobs before the locks run out. A process that is killed loses its
 * connections at once, one that is only slow keeps them: so nothing is started twice because a machine is busy. Where
 * the connections cannot be told (a server that hides them, a machine that lost its power), the locks run out as ever.
 */
export function takeOverFromDead({ connection, queues, owner, leastLeftMs, onFound }: Watched) {
  const places = JOB_NAMES.map((name) => queues.queue(name).toKey(''));
  const turn = queues.queue('sweep').toKey('look');
  let notBefore = 0;
  const onBreak = () => {
    notBefore = performance.now() + AFTER_BREAK_MS;
  };
  const look = async () => {
    const late = await connection.eval(LOOK, 1, turn, LOOK_EVERY_MS * 0.9, leastLeftMs, ...places);
    const suspects = (late as readonly string[]).filter((one) => one !== owner);
    if (suspects.length === 0) return;
    const connected = ownersIn(String(await connection.client('LIST')));
    // A server that does not show us does not show others either.
    if (!connected.has(owner)) return;
    const dead = suspects.filter((one) => !connected.has(one));
    if (dead.length === 0 || performance.now() < notBefore) return;
    const freed = Number(await connection.eval(FREE, 1, turn, JSON.stringify(dead), leastLeftMs, ...places));
    if (freed > 0) onFound(dead, freed);
  };
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const wait = () => {
    if (closed) return;
    // What fails is tried at the next look; that Redis is away is said elsewhere.
    const next = () =>
      look()
        .catch(() => undefined)
        .then(wait);
    timer = setTimeout(next, LOOK_EVERY_MS);
  };
  connection.on('close', onBreak);
  // A worker's first act: whoever died before it may have left something.
  void look()
    .catch(() => undefined)
    .then(wait);
  return {
    close(): void {
      closed = true;
      clearTimeout(timer);
      connection.off('close', onBreak);
    },
  };
}

/** BullMQ names the connections of a worker `<prefix>:<queue>:w:<name>`. */
function ownersIn(clients: string): ReadonlySet<string> {
  return new Set([...clients.matchAll(/ name=\S+:w:(\S+)/g)].map(([, owner = '']) => owner));
}
