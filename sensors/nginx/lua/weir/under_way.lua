-- Responses that take more than one turn of the event loop, so that none of them holds memory for ever and
-- streams are reported before they end.
local UnderWay = {}
UnderWay.__index = UnderWay

local function new()
  return setmetatable({ captures = {}, count = 0 }, UnderWay)
end

function UnderWay:hold(capture)
  if self.captures[capture] then return end
  self.captures[capture] = true
  self.count = self.count + 1
end

function UnderWay:forget(capture)
  if not self.captures[capture] then return end
  self.captures[capture] = nil
  self.count = self.count - 1
end

-- Calls `report` for each stream that has been open for long, and lets go of bodies that take too long.
function UnderWay:sweep(settings, report)
  if self.count == 0 then return end
  local now = ngx.now()
  for capture in pairs(self.captures) do
    local age = (now - capture.began) * 1000
    if capture.record and age >= settings.stream_ms then
      self:forget(capture)
      report(capture)
    elseif age >= settings.answer_ms then
      self:forget(capture)
      capture:release()
    end
  end
end

return { new = new }
