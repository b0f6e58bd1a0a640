-- Closes a window for a time, unless it is already closed for longer.
-- KEYS: a key that exists while the server rejects calls. ARGV: the time in milliseconds.
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], '', 'PX', ARGV[1])
end
return 1
