-- Values kept for keys that come again: two generations of so many, so that what is asked for often stays.
local Memo = {}
Memo.__index = Memo

-- Remembers up to twice `most`; `compute` makes the value of a key that is new.
local function new(most, compute)
  return setmetatable({ most = most, compute = compute, young = {}, old = {}, count = 0 }, Memo)
end

-- What is kept, or what `compute` answers to the arguments; an answer of nil is kept as false.
function Memo:get(key, ...)
  local known = self.young[key]
  if known ~= nil then return known end
  known = self.old[key]
  if known == nil then known = self.compute(...) or false end
  if self.count >= self.most then self.old, self.young, self.count = self.young, {}, 0 end
  self.young[key] = known
  self.count = self.count + 1
  return known
end

return { new = new }
