-- KEYS: digests, lastDevelopment. ARGV: now (ms), limit, and, to ask for one subscriber alone, who.
-- From here on every development gets a later instant than now, even from a worker whose clock is behind:
-- a digest that reads after this and ends its window at now leaves nothing out.
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[2]) or '0') then
  redis.call('SET', KEYS[2], ARGV[1])
end
if ARGV[3] then
  local due = redis.call('ZSCORE', KEYS[1], ARGV[3])
  return due and tonumber(due) <= tonumber(ARGV[1]) and { ARGV[3] } or {}
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
