-- Reserves the next free slot of a sliding window.
-- KEYS: the slots, as a sorted set by time; a key that exists while the server rejects calls.
-- ARGV: the calls of a window, its length and the maximum wait in microseconds, the name of the slot.
-- Returns 1 and the wait in microseconds; 0 and the wait if it exceeds the maximum.
local slots, closed = KEYS[1], KEYS[2]
local size, length, max_wait = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- A repeated request, after a lost connection, replaces its slot.
redis.call('ZREM', slots, ARGV[4])
redis.call('ZREMRANGEBYSCORE', slots, '-inf', now - length)
local at = now + math.max(redis.call('PTTL', closed), 0) * 1000
-- Later calls do not overtake earlier ones.
local last = redis.call('ZREVRANGE', slots, 0, 0, 'WITHSCORES')[2]
at = math.max(at, tonumber(last or 0))
local full = redis.call('ZREVRANGE', slots, size - 1, size - 1, 'WITHSCORES')[2]
if full then
  at = math.max(at, full + length)
end
local wait = at - now
if wait > max_wait then
  return {0, wait}
end
redis.call('ZADD', slots, at, ARGV[4])
redis.call('PEXPIRE', slots, math.ceil((wait + length) / 1000) + 1000)
return {1, wait}
