-- KEYS: unreadable, unreadableTimes. ARGV: item id, at (ms), JSON, how many are kept.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
local over = redis.call('ZRANGE', KEYS[2], 0, -1 - tonumber(ARGV[4]))
for _, id in ipairs(over) do
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
return #over
