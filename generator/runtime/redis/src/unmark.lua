-- Removes the mark of an event, if this request marked it.
-- KEYS: the event. ARGV: the name of the request.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
