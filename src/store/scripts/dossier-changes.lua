-- One page of what changed in a ledger after a version, in whole versions.
-- KEYS: watches, ledgerVersions, ledger. ARGV: watch, version, about how many fields.
-- Returns {version of the dossier, version the page reaches, field, value, field, value, ...}.
local version = redis.call('HGET', KEYS[1], ARGV[1]) or '0'
local after = '(' .. ARGV[2]
local last = redis.call('ZRANGEBYSCORE', KEYS[2], after, '+inf', 'WITHSCORES', 'LIMIT', tonumber(ARGV[3]) - 1, 1)
local reaches = last[2] or version
local fields = redis.call('ZRANGEBYSCORE', KEYS[2], after, reaches)
local page = { version, reaches }
for _, field in ipairs(fields) do
  page[#page + 1] = field
  page[#page + 1] = redis.call('HGET', KEYS[3], field)
end
return page
