-- KEYS: delivery, openDeliveries, deliveryTexts, told. ARGV: id, owner, state, error, then developments to set free.
local state, owner, created = unpack(redis.call('HMGET', KEYS[1], 'state', 'owner', 'createdMs'))
if state ~= 'sending' or owner ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[3], 'response', ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], created, ARGV[1])
for i = 5, #ARGV do
  if redis.call('HGET', KEYS[4], ARGV[i]) == ARGV[1] then
    redis.call('HDEL', KEYS[4], ARGV[i])
  end
end
return 1
