-- Token buckets of the clients of throttling decisions. Two generations, so that their number is bounded and
-- those in use stay.
local MOST = 8192

local Throttle = {}
Throttle.__index = Throttle

local function new()
  return setmetatable({ young = {}, old = {}, count = 0 }, Throttle)
end

function Throttle:bucket(client, calls, now)
  local known = self.young[client]
  if known then return known end
  known = self.old[client] or { tokens = calls, at = now }
  if self.count >= MOST then self.old, self.young, self.count = self.young, {}, 0 end
  self.young[client] = known
  self.count = self.count + 1
  return known
end

-- Zero where the call may pass, else the seconds after which the next one may.
function Throttle:wait_seconds(client, action, now)
  local bucket = self:bucket(client, action.calls, now)
  local per_second = action.calls / action.per_s
  local left = math.min(action.calls, bucket.tokens + math.max(0, now - bucket.at) * per_second)
  bucket.at = now
  if left >= 1 then
    bucket.tokens = left - 1
    return 0
  end
  bucket.tokens = left
  return math.max(1, math.ceil((1 - left) / per_second))
end

return { new = new }
