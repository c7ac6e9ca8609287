-- The lease of one feed's poll; its owner may renew it.
-- KEYS: poll. ARGV: owner, lease in ms. Returns 1 when the owner holds it now.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
