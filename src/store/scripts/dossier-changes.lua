-- One page of what changed in a ledger after a version, in whole versions.
-- KEYS: watches, ledgerVersions, ledger. ARGV: watch, version, about how many fields, last version or '' for the newest.
-- Returns {version of the dossier, version the page reaches, fields and the bytes of their values by lines, all values}:
-- a client takes two long texts apart in a fraction of the time that it takes to read a reply of so many parts.
local version = redis.call('HGET', KEYS[1], ARGV[1]) or '0'
local after = '(' .. ARGV[2]
local most = ARGV[4] == '' and '+inf' or ARGV[4]
local last = redis.call('ZRANGEBYSCORE', KEYS[2], after, most, 'WITHSCORES', 'LIMIT', tonumber(ARGV[3]) - 1, 1)
local reaches = last[2] or (ARGV[4] == '' and version or ARGV[4])
local fields = redis.call('ZRANGEBYSCORE', KEYS[2], after, reaches)
local lines, values = {}, {}
-- Lua's stack takes some thousands of arguments.
for from = 1, #fields, 1000 do
  local to = math.min(from + 999, #fields)
  for i, value in ipairs(redis.call('HMGET', KEYS[3], unpack(fields, from, to))) do
    lines[#lines + 1] = fields[from + i - 1] .. '\n' .. (value and #value or 0)
    values[#values + 1] = value or ''
  end
end
return { version, reaches, table.concat(lines, '\n'), table.concat(values) }
