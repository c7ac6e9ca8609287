-- Deliveries that are due and that nobody sends now.
-- KEYS: openDeliveries. ARGV: due before (ms), limit, name of a delivery's key with %s for its id.
-- The keys built here share the hash tag, and so the slot, of the declared one.
local PAGE = 200
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local limit, offset, open = tonumber(ARGV[2]), 0, {}
while #open < limit do
  local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1], 'LIMIT', offset, PAGE)
  if #ids == 0 then
    break
  end
  for _, id in ipairs(ids) do
    local lease = redis.call('HGET', string.format(ARGV[3], id), 'leaseUntil')
    if #open < limit and not (lease and tonumber(lease) > now) then
      open[#open + 1] = id
    end
  end
  offset = offset + PAGE
end
return open
