-- Stores an article, or (no text given) wants a stored one compared for further watches.
-- KEYS: article, articles, compares, then the done-marks (compared) of each watch.
-- ARGV: article id, at (ms), packed article or '', then the watch ids in the order of their keys.
-- Returns the watches that have yet to compare it.
local id, at = ARGV[1], ARGV[2]
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[1], ARGV[3])
  redis.call('ZADD', KEYS[2], 'GT', at, id)
else
  redis.call('ZADD', KEYS[2], 'XX', 'GT', at, id)
end
local waiting = {}
for i = 4, #KEYS do
  local watch = ARGV[i]
  if not redis.call('ZSCORE', KEYS[i], id) then
    redis.call('ZADD', KEYS[3], 'NX', at, id .. ':' .. watch)
    waiting[#waiting + 1] = watch
  end
end
return waiting
