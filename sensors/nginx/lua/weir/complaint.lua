-- Says in nginx's error log what is wrong, at most once a minute for each kind: a hub that is down for a
-- night must not fill a disk.
local QUIET_SECONDS = 60

local last_said = {}

-- `text` never holds a value of traffic.
local function complain(kind, text)
  local now = ngx.now()
  local last = last_said[kind]
  if last and now - last < QUIET_SECONDS then return end
  last_said[kind] = now
  ngx.log(ngx.ERR, "weir: ", text)
end

return complain
