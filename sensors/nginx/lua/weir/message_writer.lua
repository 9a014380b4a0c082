-- Writes protobuf into one growing buffer.
local ffi = require "ffi"

local buffer_of = ffi.typeof "uint8_t[?]"
local band, bor, rshift = bit.band, bit.bor, bit.rshift

local SMALLEST_BYTES = 64 * 1024
-- The length of a message is written before it is known, in four octets: 28 bits, which every reader of varints takes.
local LENGTH_BYTES = 4

local MessageWriter = {}
MessageWriter.__index = MessageWriter

local function new()
  return setmetatable({ buffer = buffer_of(SMALLEST_BYTES), capacity = SMALLEST_BYTES, size = 0 }, MessageWriter)
end

function MessageWriter:reserve(bytes)
  local needed = self.size + bytes
  if needed <= self.capacity then return end
  local capacity = math.max(self.capacity * 2, needed)
  local larger = buffer_of(capacity)
  ffi.copy(larger, self.buffer, self.size)
  self.buffer, self.capacity = larger, capacity
end

-- Fields that are made already.
function MessageWriter:put(text)
  local length = #text
  self:reserve(length)
  ffi.copy(self.buffer + self.size, text, length)
  self.size = self.size + length
end

-- What follows up to `close` is one message; returns what `close` needs.
function MessageWriter:open()
  self:reserve(LENGTH_BYTES)
  local start = self.size + LENGTH_BYTES
  self.size = start
  return start
end

function MessageWriter:close(start)
  local buffer, length = self.buffer, self.size - start
  buffer[start - 4] = bor(band(length, 127), 128)
  buffer[start - 3] = bor(band(rshift(length, 7), 127), 128)
  buffer[start - 2] = bor(band(rshift(length, 14), 127), 128)
  buffer[start - 1] = band(rshift(length, 21), 127)
end

function MessageWriter:text_from(start)
  local text = ffi.string(self.buffer + start, self.size - start)
  return text
end

-- Forgets what was written; a buffer that one large batch made grow is given back.
function MessageWriter:clear(kept_bytes)
  self.size = 0
  if self.capacity > kept_bytes then
    self.buffer, self.capacity = buffer_of(SMALLEST_BYTES), SMALLEST_BYTES
  end
end

return { new = new }
