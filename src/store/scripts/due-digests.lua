-- KEYS: digests, lastDevelopment. ARGV: now (ms), limit.
-- From here on every development gets a later instant than now, even from a worker whose clock is behind:
-- a digest that reads after this and ends its window at now leaves nothing out.
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then
  redis.call('SET', KEYS[2], ARGV[1])
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
