-- The generations of some places: KEYS. ARGV[1] is 1 to begin new ones, 0 to keep those that are there; ARGV[2] is how
-- long they are remembered, in milliseconds, longer than any answer is kept. A generation is a time of this Redis, so
-- none comes back after it was forgotten.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
local answer = {}
for i = 1, #KEYS do
    local kept = redis.call('GET', KEYS[i])
    if not kept or ARGV[1] == '1' then
        kept = now
        redis.call('SET', KEYS[i], kept, 'PX', ARGV[2])
    end
    answer[i] = tonumber(kept)
end
return answer
