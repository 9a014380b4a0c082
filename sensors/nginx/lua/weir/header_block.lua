-- Turns the header of a message into the `headers` of the exchange line: names as they were sent, repeated
-- fields as a list, in order (spec/exchange.md). A block is read in place, in one loop without another in it,
-- which LuaJIT compiles as a whole; what is unusual in a block sends it through `unusual_block`.
local ffi = require "ffi"
local header_fields = require "weir.header_fields"

ffi.cdef [[
  void *memchr(const void *octets, int octet, size_t length);
  size_t strcspn(const char *text, const char *reject);
]]
local C = ffi.C
local byte_pointer = ffi.typeof "const uint8_t *"

local COLON, SPACE, TAB, QUOTE, LINE_FEED, CARRIAGE_RETURN = 58, 32, 9, 34, 10, 13
local MAX_KNOWN_NAMES = 4096
-- What a block may not hold to be copied as it stands: quotes and backslashes, controls but line ends, and
-- whatever is not ASCII.
local function octets_to_reject()
  local octets = { [[\"]] }
  for octet = 1, 31 do
    if octet ~= LINE_FEED and octet ~= CARRIAGE_RETURN then octets[#octets + 1] = string.char(octet) end
  end
  for octet = 127, 255 do octets[#octets + 1] = string.char(octet) end
  return table.concat(octets)
end
local unusual = octets_to_reject()

-- Names in lower case, and the number of the block each was last seen in.
local lower_names, seen_in, known_names, block_number = {}, {}, 0, 0

local function lower_name(name)
  local lower = lower_names[name]
  if lower then return lower end
  if known_names >= MAX_KNOWN_NAMES then lower_names, seen_in, known_names = {}, {}, 0 end
  lower = name:lower()
  lower_names[name], known_names = lower, known_names + 1
  return lower
end

-- Any block, with the means of Lua: repeated names, values that need escapes or trimming.
local function unusual_block(writer, block, redaction)
  local fields, order = {}, {}
  for name, value in block:gmatch "([^:\r\n]+):[ \t]*([^\r\n]*)" do
    local lower = name:lower()
    local values = fields[lower]
    if values == nil then
      values = { name = name }
      fields[lower], order[#order + 1] = values, lower
    end
    values[#values + 1] = value:match "^(.-)[ \t]*$"
  end
  header_fields.write_ordered(writer, order, fields, redaction)
  local announced = fields["content-length"]
  return announced and tonumber(announced[1]), fields["transfer-encoding"] ~= nil
end

-- Writes the fields of a usual block, and answers as `write`; nil where it turns out to be unusual.
local function usual_fields(writer, octets, length)
  local buffer, start, size = writer.buffer, writer.size + 1, writer.size + 1
  local at, announced, is_chunked = 0, nil, false
  while true do
    local rest = length - at
    local line_end = ffi.cast(byte_pointer, C.memchr(octets + at, LINE_FEED, rest))
    local colon = ffi.cast(byte_pointer, C.memchr(octets + at, COLON, rest))
    -- The empty line, or the end of it all.
    if line_end == nil or colon == nil then break end
    local stop, name_end = tonumber(line_end - octets), tonumber(colon - octets)
    if stop < name_end then
      if stop - at > 1 then return nil end
      break
    end
    local name = ffi.string(octets + at, name_end - at)
    local value, value_end = name_end + 1, stop
    if octets[value_end - 1] == CARRIAGE_RETURN then value_end = value_end - 1 end
    if octets[value] == SPACE then value = value + 1 end
    if value > value_end then value = value_end end
    if octets[value] == SPACE or octets[value_end - 1] == SPACE and value_end > value then return nil end
    local lower = lower_name(name)
    if seen_in[lower] == block_number then return nil end
    seen_in[lower] = block_number
    if lower == "content-length" then announced = tonumber(ffi.string(octets + value, value_end - value))
    elseif lower == "transfer-encoding" then is_chunked = true end
    if size > start then
      buffer[size] = 44
      size = size + 1
    end
    local name_length, value_length = name_end - at, value_end - value
    buffer[size] = QUOTE
    ffi.copy(buffer + size + 1, octets + at, name_length)
    size = size + name_length + 1
    buffer[size], buffer[size + 1], buffer[size + 2] = QUOTE, COLON, QUOTE
    ffi.copy(buffer + size + 3, octets + value, value_length)
    size = size + value_length + 3
    buffer[size] = QUOTE
    size = size + 1
    at = stop + 1
  end
  buffer[start - 1], buffer[size] = 123, 125
  writer.size = size + 1
  return true, announced, is_chunked
end

-- Writes the fields of a header block. Returns the size the message announced for its body, if any, and whether
-- it announced one in chunks. `redaction` may be nil.
local function write(writer, block, redaction)
  local length = #block
  if redaction or C.strcspn(block, unusual) ~= length then return unusual_block(writer, block, redaction) end
  block_number = block_number + 1
  -- For each field at most a comma and four quotes more than the line had.
  writer:reserve(length * 3 + 16)
  local is_usual, announced, is_chunked = usual_fields(writer, ffi.cast(byte_pointer, block), length)
  if is_usual then return announced, is_chunked end
  return unusual_block(writer, block, nil)
end

return { write = write }
