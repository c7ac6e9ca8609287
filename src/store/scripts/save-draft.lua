-- Keeps a draft, if the one it replaces is the one its author saw.
-- KEYS: the draft. ARGV: the version it was changed from, its own, the draft (packed), how long it is kept (ms).
-- Returns 1, or 0 when somebody else was first.
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'draft', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
