-- Stores an article unless it is there, or (no text given) looks whether it is, and wants it compared by further watches.
-- KEYS: article, articles, compares, then the done-marks (compared) of each watch.
-- ARGV: article id, at (ms), packed article or '', then the watch ids in the order of their keys.
-- Returns whether it was there (1), then the watches that have yet to compare it; {0} where there is neither text.
local id, at = ARGV[1], ARGV[2]
local there = redis.call('EXISTS', KEYS[1])
if there == 0 then
  if ARGV[3] == '' then
    return { 0 }
  end
  redis.call('SET', KEYS[1], ARGV[3])
end
redis.call('ZADD', KEYS[2], 'GT', at, id)
local reply = { there }
for i = 4, #KEYS do
  local watch = ARGV[i]
  if not redis.call('ZSCORE', KEYS[i], id) then
    redis.call('ZADD', KEYS[3], 'NX', at, id .. ':' .. watch)
    reply[#reply + 1] = watch
  end
end
return reply
