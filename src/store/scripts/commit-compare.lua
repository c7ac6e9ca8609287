-- Everything one comparison decided, or nothing.
-- KEYS: watches, compared, compares, ledger, ledgerVersions, developments, developmentTimes, lastDevelopment,
--       verdicts, withheld, totals, outbox.
-- ARGV: watch, article, version computed on, at (ms), UTC hour of at, packed verdict, then four lists, each
--       after its length: ledger fields and values; development ids, kinds and values; ids of developments for the
--       outbox; reasons and how many were withheld for each.
local watches, compared, compares, ledger, ledger_versions = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local developments, development_times, last_development = KEYS[6], KEYS[7], KEYS[8]
local verdicts, withheld, totals, outbox = KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local watch, article, version, at, hour, verdict = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]

local next_argument = 7
local function take()
  next_argument = next_argument + 1
  return ARGV[next_argument - 1]
end
local function whole(number)
  return string.format('%.0f', number)
end

local waiting = article .. ':' .. watch
if redis.call('ZSCORE', compared, article) then
  redis.call('ZREM', compares, waiting)
  return 'already-compared'
end
local known = redis.call('HGET', watches, watch)
local current = known or '0'
if current ~= version then
  return 'stale'
end

-- An article that changes nothing keeps the version, so that it makes nobody compute again.
local changes = tonumber(take())
local reached = tonumber(current)
if changes > 0 then
  reached = reached + 1
end
if changes > 0 or not known then
  redis.call('HSET', watches, watch, whole(reached))
end
for _ = 1, changes do
  local field, value = take(), take()
  redis.call('HSET', ledger, field, value)
  redis.call('ZADD', ledger_versions, whole(reached), field)
end

-- The first of a development stays. Scores grow strictly over all watches: a reader of what came after the
-- last one it saw misses none, even where clocks differ or a commit is late.
local fresh, fresh_count = {}, 0
local found = tonumber(take())
local last = found > 0 and tonumber(redis.call('GET', last_development) or '0')
for _ = 1, found do
  local id, kind, value = take(), take(), take()
  if redis.call('HSETNX', developments, id, value) == 1 then
    last = math.max(tonumber(at), last + 1)
    redis.call('ZADD', development_times, whole(last), id)
    fresh[id] = true
    fresh_count = fresh_count + 1
    redis.call('HINCRBY', totals, 'developments:' .. kind, 1)
  end
end
if fresh_count > 0 then
  redis.call('SET', last_development, whole(last))
end
for _ = 1, tonumber(take()) do
  local id = take()
  if fresh[id] then
    redis.call('ZADD', outbox, at, id .. ':' .. watch)
  end
end

local withheld_count = 0
for _ = 1, tonumber(take()) do
  local reason, count = take(), take()
  redis.call('HINCRBY', withheld, hour .. ':' .. reason, count)
  redis.call('HINCRBY', totals, 'withheld:' .. reason, count)
  withheld_count = withheld_count + tonumber(count)
end
redis.call('HSET', verdicts, article, verdict)
redis.call('HINCRBY', totals, 'articles', 1)
if fresh_count > 0 then
  redis.call('HINCRBY', totals, 'developments', fresh_count)
end
if withheld_count > 0 then
  redis.call('HINCRBY', totals, 'withheld', withheld_count)
end
redis.call('ZADD', compared, at, article)
redis.call('ZREM', compares, waiting)
return 'committed'
