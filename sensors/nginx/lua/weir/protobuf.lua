-- Fields of protobuf (spec/exchange.proto) as text: where they are short the interpreter puts them together with one
-- operation, faster than a call for each could write them.
local ffi = require "ffi"

local char, floor = string.char, math.floor
-- Numbers that came before: lengths, ports and statuses are few.
local REMEMBERED = 4096
-- The largest that a double holds without a gap; the hub takes no larger one.
local LARGEST = 2 ^ 53 - 1

local protobuf = {}

local one_double = ffi.new "double[1]"
local known_varints, known_count = {}, 0

local function varint_of(number)
  local text, rest = "", math.min(number, LARGEST)
  while rest >= 128 do
    text = text .. char(rest % 128 + 128)
    rest = floor(rest / 128)
  end
  return text .. char(rest)
end

-- A whole number that is not negative.
function protobuf.varint(number)
  local known = known_varints[number]
  if known then return known end
  if known_count >= REMEMBERED then known_varints, known_count = {}, 0 end
  known = varint_of(number)
  known_varints[number], known_count = known, known_count + 1
  return known
end

-- Text, octets or a message behind the octet that names its field.
function protobuf.field(tag, text)
  return tag .. protobuf.varint(#text) .. text
end

-- The eight octets of a double. LuaJIT runs where the lowest comes first, as protobuf has it.
function protobuf.double(number)
  one_double[0] = number
  local text = ffi.string(one_double, 8)
  return text
end

-- The octet before a field: 0 for a number, 1 for a double, 2 for what has a length.
function protobuf.tag(number, wire_type)
  return char(number * 8 + wire_type)
end

return protobuf
