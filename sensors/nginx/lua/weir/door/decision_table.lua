-- The decisions a door holds, found by what a request shows and never by a walk over all of them.
local ranges = require "weir.door.ranges"
local template = require "weir.door.template"

local MAX_DECISIONS = 10000

local Table = {}
Table.__index = Table

local function new()
  local state = { by_id = {}, by_hash = {}, by_address = ranges.new(), for_all = {}, count = 0, hashed = 0 }
  return setmetatable(state, Table)
end

-- False where the table is full. One with a known id takes its place.
function Table:put(decision)
  self:remove(decision.id)
  if self.count >= MAX_DECISIONS then return false end
  decision.path = decision.template and template.compile(decision.template)
  self.by_id[decision.id] = decision
  self.count = self.count + 1
  local subject = decision.subject
  if subject.kind == "any" then self.for_all[decision] = true
  elseif subject.kind == "ip" then self.by_address:add(subject.range, decision)
  else
    self.hashed = self.hashed + 1
    for _, hash in ipairs(subject.hashes) do
      local known = self.by_hash[hash] or {}
      self.by_hash[hash] = known
      known[decision] = true
    end
  end
  return true
end

function Table:remove(id)
  local decision = self.by_id[id]
  if not decision then return end
  self.by_id[id] = nil
  self.count = self.count - 1
  local subject = decision.subject
  if subject.kind == "any" then self.for_all[decision] = nil
  elseif subject.kind == "ip" then self.by_address:remove(subject.range, decision)
  else
    self.hashed = self.hashed - 1
    for _, hash in ipairs(subject.hashes) do
      local known = self.by_hash[hash]
      if known then
        known[decision] = nil
        if next(known) == nil then self.by_hash[hash] = nil end
      end
    end
  end
end

-- `now_ms` is by the hub's clock, here and below.
function Table:expire(now_ms)
  for id, decision in pairs(self.by_id) do
    if decision.until_ms <= now_ms then self:remove(id) end
  end
end

local function is_at(decision, shown)
  if decision.is_outside and not shown.is_outside then return false end
  if decision.service and decision.service ~= shown.service then return false end
  if decision.method and decision.method ~= shown.method then return false end
  return not decision.path or decision.path(shown.url)
end

-- Adds to `found`, which is nil at first, what of `decisions` is about what was shown.
local function take(found, decisions, shown, now_ms)
  for decision in pairs(decisions) do
    if decision.until_ms > now_ms and is_at(decision, shown) then
      found = found or {}
      found[#found + 1] = decision
    end
  end
  return found
end

-- Every decision that is about what was shown; nil where there is none.
function Table:find(shown, now_ms)
  local found
  local hashes = shown.hashes
  for index = 1, #hashes do
    local known = self.by_hash[hashes[index]]
    if known then found = take(found, known, shown, now_ms) end
  end
  local ranges = self.by_address:around(shown.octets)
  for index = 1, #ranges do found = take(found, ranges[index], shown, now_ms) end
  return take(found, self.for_all, shown, now_ms)
end

return { new = new }
