-- What a comparison begins with, in one trip.
-- KEYS: compared, watches, article. ARGV: article id, watch id, '1' when its text is not asked for.
-- Returns {whether it was compared (0, 1), version of the dossier, packed article, '' when not asked for, nothing when gone}.
local compared = redis.call('ZSCORE', KEYS[1], ARGV[1]) and 1 or 0
local version = redis.call('HGET', KEYS[2], ARGV[2]) or '0'
if compared == 1 then
  return { compared, version }
end
if ARGV[3] == '1' then
  return { compared, version, redis.call('EXISTS', KEYS[3]) == 1 and '' or nil }
end
return { compared, version, redis.call('GET', KEYS[3]) }
