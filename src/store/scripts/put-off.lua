-- KEYS: delivery, openDeliveries. ARGV: id, owner, retry at (ms), error, 1 when it may have arrived.
local state, owner = unpack(redis.call('HMGET', KEYS[1], 'state', 'owner'))
if not state then
  return 0
end
if ARGV[5] == '1' then
  redis.call('HSET', KEYS[1], 'unknown', '1')
end
if state ~= 'sending' or owner ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'state', 'pending', 'response', ARGV[4])
redis.call('HDEL', KEYS[1], 'owner', 'leaseUntil')
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return 1
