-- First in, first out, bounded by bytes and by count; what is on its way to the hub counts until it is
-- settled. A full queue refuses what is new: what waits is older evidence, and refusing costs nothing.
local Queue = {}
Queue.__index = Queue

local function new(max_bytes, max_lines)
  local state = { max_bytes = max_bytes, max_lines = max_lines, bytes = 0, lines = 0 }
  state.records, state.first, state.last = {}, 1, 0
  return setmetatable(state, Queue)
end

-- False when nothing more fits, whatever its size.
function Queue:is_open()
  return self.lines < self.max_lines and self.bytes < self.max_bytes
end

-- False when the record does not fit; it is then not kept.
function Queue:push(record, bytes)
  if self.lines >= self.max_lines or self.bytes + bytes > self.max_bytes then return false end
  record.bytes = bytes
  self.last = self.last + 1
  self.records[self.last] = record
  self.bytes = self.bytes + bytes
  self.lines = self.lines + 1
  return true
end

function Queue:waiting()
  return self.last - self.first + 1
end

-- Takes the oldest record; it counts as held until `settle`.
function Queue:take()
  local record = self.records[self.first]
  if record == nil then return nil end
  self.records[self.first] = nil
  self.first = self.first + 1
  if self.first > self.last then
    -- A fresh table now and then: one that only ever moves on turns into a hash.
    self.records, self.first, self.last = {}, 1, 0
  end
  return record
end

-- Forgets what was taken: it arrived, or never will.
function Queue:settle(lines, bytes)
  self.lines = self.lines - lines
  self.bytes = self.bytes - bytes
end

return { new = new }
