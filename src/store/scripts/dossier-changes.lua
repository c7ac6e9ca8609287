-- One page of what changed in a ledger after a version, in whole versions.
-- KEYS: watches, ledgerVersions, ledger. ARGV: watch, version, about how many fields, last version or '' for the newest.
-- Returns {version of the dossier, version the page reaches, field, value, field, value, ...}.
local version = redis.call('HGET', KEYS[1], ARGV[1]) or '0'
local after = '(' .. ARGV[2]
local most = ARGV[4] == '' and '+inf' or ARGV[4]
local last = redis.call('ZRANGEBYSCORE', KEYS[2], after, most, 'WITHSCORES', 'LIMIT', tonumber(ARGV[3]) - 1, 1)
local reaches = last[2] or (ARGV[4] == '' and version or ARGV[4])
local fields = redis.call('ZRANGEBYSCORE', KEYS[2], after, reaches)
local page = { version, reaches }
for _, field in ipairs(fields) do
  page[#page + 1] = field
  page[#page + 1] = redis.call('HGET', KEYS[3], field)
end
return page
