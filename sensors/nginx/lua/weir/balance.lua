-- Where every exchange went: observed = sent + dropped + held, always (spec/ingest.md).
local Balance = {}
Balance.__index = Balance

local function new()
  return setmetatable({ observed = 0, sent = 0, dropped = 0, dropped_by = {} }, Balance)
end

-- Counts an exchange that was observed before and is given up now.
function Balance:give_up(reason, count)
  if count == 0 then return end
  self.dropped = self.dropped + count
  self.dropped_by[reason] = (self.dropped_by[reason] or 0) + count
end

-- Counts an exchange that was seen and is not kept.
function Balance:refuse(reason)
  self.observed = self.observed + 1
  self:give_up(reason, 1)
end

-- The value of `weir-dropped-by`; nil when nothing was dropped.
function Balance:reasons()
  local parts = {}
  for reason, count in pairs(self.dropped_by) do parts[#parts + 1] = reason .. "=" .. count end
  if #parts == 0 then return nil end
  table.sort(parts)
  return table.concat(parts, ", ")
end

return { new = new }
