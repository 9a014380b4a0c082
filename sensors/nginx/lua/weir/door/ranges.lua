-- Values by address range; a look-up costs one table look-up for each length of range in use.
local address = require "weir.door.address"

local Ranges = {}
Ranges.__index = Ranges

local function new()
  return setmetatable({ by_length = {}, count = 0 }, Ranges)
end

-- False for what is no range.
function Ranges:add(range, value)
  local prefix, bits = address.parse_range(range)
  if not prefix then return false end
  local ranges = self.by_length[bits] or {}
  self.by_length[bits] = ranges
  local values = ranges[prefix] or {}
  ranges[prefix] = values
  if not values[value] then self.count = self.count + 1 end
  values[value] = true
  return true
end

function Ranges:remove(range, value)
  local prefix, bits = address.parse_range(range)
  local ranges = prefix and self.by_length[bits]
  local values = ranges and ranges[prefix]
  if not values or not values[value] then return end
  values[value] = nil
  self.count = self.count - 1
  if next(values) == nil then ranges[prefix] = nil end
  if next(ranges) == nil then self.by_length[bits] = nil end
end

-- Calls `take` with each value of each range that holds the 16 octets.
function Ranges:each(octets, take)
  if self.count == 0 or octets == nil then return end
  for bits, ranges in pairs(self.by_length) do
    local values = ranges[address.prefix(octets, bits)]
    if values then
      for value in pairs(values) do take(value) end
    end
  end
end

-- The value of the narrowest range that holds the 16 octets; nil where none does.
function Ranges:narrowest(octets)
  local found, found_bits = nil, -1
  if octets == nil then return nil end
  for bits, ranges in pairs(self.by_length) do
    local values = bits > found_bits and ranges[address.prefix(octets, bits)]
    if values then found, found_bits = next(values), bits end
  end
  return found
end

return { new = new }
