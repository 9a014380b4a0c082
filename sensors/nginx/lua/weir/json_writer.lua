-- Writes JSON into one growing buffer. What needs no escape, which is nearly all, is copied as it is; the rest
-- is escaped and checked for UTF-8 in one pass over memory. Short text meets no loop: LuaJIT compiles no
-- function that calls one with a loop in it for so few turns.
local ffi = require "ffi"

ffi.cdef "size_t strcspn(const char *text, const char *reject);"
local C = ffi.C

local byte_pointer = ffi.typeof "const uint8_t *"
local buffer_of = ffi.typeof "uint8_t[?]"

local QUOTE, BACKSLASH = 34, 92
local PLAIN, CONTROL, MULTI_BYTE = 0, 1, 2
-- Text is written in pieces, so that the worst case (six octets for one) is reserved for a piece only.
local PIECE_BYTES = 4096
local SMALLEST_BYTES = 64 * 1024

-- What to do with an octet; from 34 on it is the letter that follows the backslash.
local treatment = ffi.new "uint8_t[256]"
for octet = 0, 31 do treatment[octet] = CONTROL end
for octet = 128, 255 do treatment[octet] = MULTI_BYTE end
for octet, letter in pairs({ [8] = "b", [9] = "t", [10] = "n", [12] = "f", [13] = "r" }) do
  treatment[octet] = letter:byte()
end
treatment[QUOTE] = QUOTE
treatment[BACKSLASH] = BACKSLASH

-- The octets that cannot stand as they are. Zero is not among them: it ends a string of C.
local function octets_to_reject()
  local octets = {}
  for octet = 1, 255 do
    if treatment[octet] ~= PLAIN then octets[#octets + 1] = string.char(octet) end
  end
  return table.concat(octets)
end
local unclean = octets_to_reject()

local hex_digits = ffi.new("uint8_t[16]", { ("0123456789abcdef"):byte(1, -1) })

local JsonWriter = {}
JsonWriter.__index = JsonWriter

local function new()
  return setmetatable({ buffer = buffer_of(SMALLEST_BYTES), capacity = SMALLEST_BYTES, size = 0 }, JsonWriter)
end

function JsonWriter:reserve(bytes)
  local needed = self.size + bytes
  if needed <= self.capacity then return end
  local capacity = self.capacity
  while capacity < needed do capacity = capacity * 2 end
  local larger = buffer_of(capacity)
  ffi.copy(larger, self.buffer, self.size)
  self.buffer, self.capacity = larger, capacity
end

-- Text that is JSON already.
function JsonWriter:put(text)
  local length = #text
  self:reserve(length)
  ffi.copy(self.buffer + self.size, text, length)
  self.size = self.size + length
end

-- Replaces one octet that was written.
function JsonWriter:replace(at, octet)
  self.buffer[at] = octet
end

-- Length of the UTF-8 sequence at `at` (RFC 3629 §4), 0 where there is none.
local function sequence_length(octets, at, length)
  local lead = octets[at]
  if lead < 0xc2 or lead > 0xf4 then return 0 end
  local size = lead < 0xe0 and 2 or lead < 0xf0 and 3 or 4
  if at + size > length then return 0 end
  local second = octets[at + 1]
  local lowest = lead == 0xe0 and 0xa0 or lead == 0xf0 and 0x90 or 0x80
  local highest = lead == 0xed and 0x9f or lead == 0xf4 and 0x8f or 0xbf
  if second < lowest or second > highest then return 0 end
  if size > 2 and (octets[at + 2] < 0x80 or octets[at + 2] > 0xbf) then return 0 end
  if size > 3 and (octets[at + 3] < 0x80 or octets[at + 3] > 0xbf) then return 0 end
  return size
end

-- One octet that cannot stand as it is; returns the new size.
local function escape(buffer, size, octet, how)
  buffer[size] = BACKSLASH
  if how ~= CONTROL then
    buffer[size + 1] = how
    return size + 2
  end
  buffer[size + 1] = 117 -- u
  buffer[size + 2], buffer[size + 3] = 48, 48
  buffer[size + 4], buffer[size + 5] = hex_digits[octet / 16], hex_digits[octet % 16]
  return size + 6
end

-- Writes octets as a JSON string; false, with nothing written, where they are no UTF-8.
local function utf8_octets(writer, octets, length)
  local began = writer.size
  local at = 0
  writer:reserve(1)
  writer.buffer[began] = QUOTE
  writer.size = began + 1
  while at < length do
    local stop = math.min(length, at + PIECE_BYTES)
    writer:reserve(PIECE_BYTES * 6 + 8)
    local buffer, size = writer.buffer, writer.size
    while at < stop do
      local octet = octets[at]
      local how = treatment[octet]
      if how == PLAIN then
        buffer[size] = octet
        size = size + 1
        at = at + 1
      elseif how == MULTI_BYTE then
        local sequence = sequence_length(octets, at, length)
        if sequence == 0 then
          writer.size = began
          return false
        end
        for _ = 1, sequence do
          buffer[size] = octets[at]
          size = size + 1
          at = at + 1
        end
      else
        size = escape(buffer, size, octet, how)
        at = at + 1
      end
    end
    writer.size = size
  end
  writer:reserve(1)
  writer.buffer[writer.size] = QUOTE
  writer.size = writer.size + 1
  return true
end

-- Each octet as the character of the same number, as HTTP once had it (RFC 9110 §5.5).
local function latin1_octets(writer, octets, length)
  writer:reserve(length * 6 + 2)
  local buffer, size = writer.buffer, writer.size
  buffer[size] = QUOTE
  size = size + 1
  for at = 0, length - 1 do
    local octet = octets[at]
    local how = treatment[octet]
    if how == PLAIN then
      buffer[size] = octet
      size = size + 1
    elseif how == MULTI_BYTE then
      buffer[size] = octet < 0xc0 and 0xc2 or 0xc3
      buffer[size + 1] = octet % 64 + 0x80
      size = size + 2
    else
      size = escape(buffer, size, octet, how)
    end
  end
  buffer[size] = QUOTE
  writer.size = size + 1
end

-- True for text that may stand between quotes as it is.
local function is_clean(text)
  return C.strcspn(text, unclean) == #text
end

-- Text that is clean, in quotes.
function JsonWriter:quoted(text)
  local length, size = #text, self.size
  self:reserve(length + 2)
  local buffer = self.buffer
  buffer[size] = QUOTE
  ffi.copy(buffer + size + 1, text, length)
  buffer[size + length + 1] = QUOTE
  self.size = size + length + 2
end

-- A string that has to become text, whatever it holds.
function JsonWriter:string(text)
  if is_clean(text) then return self:quoted(text) end
  local octets = ffi.cast(byte_pointer, text)
  if not utf8_octets(self, octets, #text) then latin1_octets(self, octets, #text) end
end

-- A string if it is UTF-8; else nothing is written and the answer is false.
function JsonWriter:utf8(text, length)
  return utf8_octets(self, ffi.cast(byte_pointer, text), length or #text)
end

function JsonWriter:text_from(start)
  local text = ffi.string(self.buffer + start, self.size - start)
  return text
end

-- Forgets what was written; a buffer that one large batch made grow is given back.
function JsonWriter:clear(kept_bytes)
  self.size = 0
  if self.capacity > kept_bytes then
    self.buffer, self.capacity = buffer_of(SMALLEST_BYTES), SMALLEST_BYTES
  end
end

return { new = new }
