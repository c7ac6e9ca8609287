-- KEYS: delivery, openDeliveries, deliveryTexts. ARGV: id, owner, sent at, response, key of a subscriber with %s.
-- Returns 1 when the owner still held it, 0 when it had lost it: it was sent all the same.
local state, owner = unpack(redis.call('HMGET', KEYS[1], 'state', 'owner'))
if not state then
  return 0
end
local held = (state == 'sending' or state == 'sent') and owner == ARGV[2]
if state ~= 'sent' then
  redis.call('HSET', KEYS[1], 'state', 'sent', 'owner', ARGV[2], 'sentAt', ARGV[3], 'response', ARGV[4])
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('ZADD', KEYS[3], redis.call('HGET', KEYS[1], 'createdMs'), ARGV[1])
end
local window_end = redis.call('HGET', KEYS[1], 'windowEnd')
local subscriber = window_end and string.format(ARGV[5], redis.call('HGET', KEYS[1], 'subscriberId'))
if window_end and redis.call('EXISTS', subscriber) == 1 then
  -- Instants of one length sort as text.
  local before = redis.call('HGET', subscriber, 'windowEnd')
  if not before or before < window_end then
    redis.call('HSET', subscriber, 'windowEnd', window_end)
  end
end
return held and 1 or 0
