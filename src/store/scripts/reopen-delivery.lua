-- A person has it sent again: failed or held becomes pending. What is not known of earlier attempts was theirs to weigh.
-- KEYS: delivery, openDeliveries, deliveryTexts. ARGV: id, due at (ms).
-- Returns 1; 0 when it is neither failed nor held, or its texts are gone.
local state, texts = unpack(redis.call('HMGET', KEYS[1], 'state', 'texts'))
if (state ~= 'failed' and state ~= 'held') or not texts then
  return 0
end
redis.call('HSET', KEYS[1], 'state', 'pending')
redis.call('HDEL', KEYS[1], 'unknown', 'owner', 'leaseUntil')
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return 1
