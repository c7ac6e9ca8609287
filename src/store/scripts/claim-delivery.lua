-- KEYS: delivery. ARGV: owner, lease in ms, name of a subscriber's key with %s for its id.
-- Returns {kind, 1 when an earlier attempt may have arrived, its subscriber's record and status (or ''), field, value, ...};
-- for busy {kind, ms its lease has left}. The key built here shares the hash tag, and so the slot, of the declared one.
local state = redis.call('HGET', KEYS[1], 'state')
if not state then
  return { 'missing', '0' }
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local kind = 'claimed'
if state == 'sending' then
  local left = tonumber(redis.call('HGET', KEYS[1], 'leaseUntil')) - now
  if left > 0 then
    return { 'busy', string.format('%.0f', left) }
  end
  redis.call('HSET', KEYS[1], 'unknown', '1')
elseif state ~= 'pending' then
  kind = 'done'
end
if kind == 'claimed' then
  redis.call('HINCRBY', KEYS[1], 'attempts', 1)
  redis.call('HSET', KEYS[1], 'state', 'sending', 'owner', ARGV[1],
    'leaseUntil', string.format('%.0f', now + tonumber(ARGV[2])))
end
local unknown, subscriber = unpack(redis.call('HMGET', KEYS[1], 'unknown', 'subscriberId'))
local record, status = unpack(redis.call('HMGET', string.format(ARGV[3], subscriber), 'record', 'status'))
local reply = { kind, unknown or '0', record or '', status or '' }
for _, part in ipairs(redis.call('HGETALL', KEYS[1])) do
  reply[#reply + 1] = part
end
return reply
