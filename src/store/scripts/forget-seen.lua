-- Forgets a feed's items that were last seen long ago; never the latest batch, which the feed still carries.
-- KEYS: seen, seenTrims. ARGV: feed, second before which an item is old, when to look again (ms).
-- Returns how many were forgotten.
local latest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
if not latest then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 0
end
local before = math.min(tonumber(ARGV[2]), tonumber(latest))
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', before))
