-- Values by address range. An address that comes again costs one table look-up, a new one also one for each length of
-- range in use.
local address = require "weir.door.address"
local memo = require "weir.memo"

local REMEMBERED = 4096
local NONE = {}

local Ranges = {}
Ranges.__index = Ranges

local function new()
  return setmetatable({ by_length = {}, count = 0 }, Ranges)
end

-- False for what is no range.
function Ranges:add(range, value)
  local prefix, bits = address.parse_range(range)
  if not prefix then return false end
  self.found = nil
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
  self.found = nil
  values[value] = nil
  self.count = self.count - 1
  if next(values) == nil then ranges[prefix] = nil end
  if next(ranges) == nil then self.by_length[bits] = nil end
end

local function look(self, octets)
  local found = NONE
  for bits, ranges in pairs(self.by_length) do
    local values = ranges[address.prefix(octets, bits)]
    if values then
      if found == NONE then found = {} end
      found[#found + 1] = values
    end
  end
  return found
end

-- A list of sets: the values of each range that holds the 16 octets.
function Ranges:around(octets)
  if self.count == 0 or octets == nil then return NONE end
  -- What was found holds until ranges change.
  self.found = self.found or memo.new(REMEMBERED, look)
  return self.found:get(octets, self, octets)
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
