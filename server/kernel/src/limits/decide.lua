-- Decides on all rates of one call, by the time of this Redis: GCRA as in gcra.rs, in microseconds.
-- KEYS: the TAT of each rate. ARGV: the cost, then for each rate its interval T and its window T*burst.
-- Answers {1 or 0, now, the settled TAT of each rate before the call}.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost = tonumber(ARGV[1])
local kept = redis.call('MGET', unpack(KEYS))
local answer, after = {1, now}, {}
for i = 1, #KEYS do
    local interval, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
    local tat = tonumber(kept[i] or '') or now
    tat = math.max(now, math.min(tat, now + window))
    answer[i + 2] = tat
    after[i] = tat + cost * interval
    if after[i] > now + window then
        answer[1] = 0
    end
end
if answer[1] == 1 and cost > 0 then
    for i = 1, #KEYS do
        local expire = math.ceil((after[i] - now) / 1000)
        redis.call('SET', KEYS[i], string.format('%.0f', after[i]), 'PX', string.format('%.0f', expire))
    end
end
return answer
