-- One judgement, unless another was given since its author looked.
-- KEYS: judgements, feedback, feedbackTexts.
-- ARGV: target, judgement it replaces ('' for none), new judgement ('' to withdraw), packed feedback,
--       and, where there is a text, article id and packed article.
-- Returns 1 or 0, and the judgement that now holds.
local judgements, feedback, texts = KEYS[1], KEYS[2], KEYS[3]
local target, expected, judgement = ARGV[1], ARGV[2], ARGV[3]

local current = redis.call('HGET', judgements, target) or ''
-- The same button pressed twice is one judgement.
if current == judgement then
  return {1, current}
end
if current ~= expected then
  return {0, current}
end
if judgement == '' then
  redis.call('HDEL', judgements, target)
  redis.call('HDEL', feedback, target)
  return {1, ''}
end
redis.call('HSET', judgements, target, judgement)
redis.call('HSET', feedback, target, ARGV[4])
if ARGV[5] then
  redis.call('HSET', texts, ARGV[5], ARGV[6])
end
return {1, judgement}
