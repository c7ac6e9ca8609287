-- Creates or changes a subscriber, or (no record given) only the status.
-- KEYS: subscriber, subscribers, activeSubscribers, digests.
-- ARGV: id, status, name of a watch's subscribers key with %s for the watch, record or '', watches as a JSON array.
-- The keys built here share the hash tag, and so the slot, of the declared ones.
-- Returns 0 when there is no such subscriber to change.
local id, status, template = ARGV[1], ARGV[2], ARGV[3]
local before = redis.call('HGET', KEYS[1], 'watches')
if ARGV[4] == '' and not before then
  return 0
end
for _, watch in ipairs(cjson.decode(before or '[]')) do
  redis.call('SREM', string.format(template, watch), id)
end
local watches = before
if ARGV[4] ~= '' then
  watches = ARGV[5]
  redis.call('HSET', KEYS[1], 'record', ARGV[4], 'watches', watches)
end
redis.call('HSET', KEYS[1], 'status', status)
redis.call('SADD', KEYS[2], id)
if status == 'active' then
  redis.call('SADD', KEYS[3], id)
  for _, watch in ipairs(cjson.decode(watches)) do
    redis.call('SADD', string.format(template, watch), id)
  end
else
  redis.call('SREM', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
end
return 1
