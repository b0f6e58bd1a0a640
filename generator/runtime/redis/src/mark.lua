-- Marks an event as seen. Returns 1 if this request marked it, also if the request is repeated after a lost connection.
-- KEYS: the event. ARGV: the name of the request, the time to live in milliseconds.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
