-- Token buckets of the clients of throttling decisions. Two generations, so that their number is bounded and
-- those in use stay. Each millisecond brings as many units as calls are allowed, and a call costs those of a whole period:
-- all of it whole numbers, so that every door says the same seconds.
local MOST = 8192

local Throttle = {}
Throttle.__index = Throttle

local function new()
  return setmetatable({ young = {}, old = {}, count = 0 }, Throttle)
end

function Throttle:bucket(client, most, at)
  local known = self.young[client]
  if known then return known end
  known = self.old[client] or { credit = most, at = at }
  if self.count >= MOST then self.old, self.young, self.count = self.young, {}, 0 end
  self.young[client] = known
  self.count = self.count + 1
  return known
end

-- Zero where the call may pass, else the seconds after which the next one may. `now` is in seconds.
function Throttle:wait_seconds(client, action, now)
  local cost, at = action.per_s * 1000, math.floor(now * 1000 + 0.5)
  local most = action.calls * cost
  local bucket = self:bucket(client, most, at)
  local left = math.min(most, bucket.credit + math.max(0, at - bucket.at) * action.calls)
  bucket.at = at
  if left >= cost then
    bucket.credit = left - cost
    return 0
  end
  bucket.credit = left
  return math.ceil((cost - left) / (action.calls * 1000))
end

return { new = new }
