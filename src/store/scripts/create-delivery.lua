-- Stores a delivery as pending and binds its developments to it, or nothing.
-- KEYS: delivery, deliveries, openDeliveries, told, alertsOfDay, subscriberDeliveries.
-- ARGV: id, created (ms), subscriber, window end or '', record, envelope, texts,
--       most alerts of the day or '', due (ms), then the ids of the developments.
local id, created = ARGV[1], ARGV[2]
local SECONDS_OF_THREE_DAYS = 259200
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 'exists'
end
for i = 10, #ARGV do
  if redis.call('HEXISTS', KEYS[4], ARGV[i]) == 1 then
    return 'already-told'
  end
end
if ARGV[8] ~= '' then
  if tonumber(redis.call('GET', KEYS[5]) or '0') >= tonumber(ARGV[8]) then
    return 'capped'
  end
  redis.call('INCR', KEYS[5])
  redis.call('EXPIRE', KEYS[5], SECONDS_OF_THREE_DAYS)
end
for i = 10, #ARGV do
  redis.call('HSET', KEYS[4], ARGV[i], id)
end
redis.call('HSET', KEYS[1], 'subscriberId', ARGV[3], 'createdMs', created, 'record', ARGV[5], 'envelope', ARGV[6],
  'texts', ARGV[7], 'state', 'pending', 'attempts', '0')
redis.call('ZADD', KEYS[2], created, id)
redis.call('ZADD', KEYS[3], ARGV[9], id)
redis.call('ZADD', KEYS[6], created, id)
if ARGV[4] ~= '' then
  redis.call('HSET', KEYS[1], 'windowEnd', ARGV[4])
end
return 'created'
