-- Writes the header fields of a message from its block: names as they were sent, one field for each line, in order. A
-- block is read in place, by a function that ends in a call of itself: LuaJIT compiles what calls a function, and gives up
-- sooner or later on what meets a loop of few turns. What is unusual in a block sends it through `unusual_block`.
local ffi = require "ffi"
local announced_size = require "weir.announced_size"
local header_fields = require "weir.header_fields"
local utf8_text = require "weir.utf8_text"

ffi.cdef "void *memchr(const void *octets, int octet, size_t length);"
local C = ffi.C
local band, bor, rshift = bit.band, bit.bor, bit.rshift
local byte_pointer = ffi.typeof "const uint8_t *"

local COLON, SPACE, TAB, LINE_FEED, CARRIAGE_RETURN = 58, 32, 9, 10, 13
local FIELD_TAG, NAME_TAG, VALUE_TAG = 4 * 8 + 2, 1 * 8 + 2, 2 * 8 + 2
local CONTENT_LENGTH, TRANSFER_ENCODING = #"content-length", #"transfer-encoding"
-- A name has one octet for its length; a value and a whole field have two, which any reader takes for short ones too.
local MOST_NAME, MOST_FIELD = 127, 16383
-- A line has an octet of a name, a colon and its end; a field has eight octets more than its name and its value.
local GROWTH = 4

-- What the block at hand told of its body.
local announced, is_chunked

local function note(name, value)
  name = name:lower()
  if name == "content-length" then announced = announced_size(value)
  elseif name == "transfer-encoding" then is_chunked = true end
end

-- Any block, with the means of Lua: values that need trimming or are no ASCII.
local function unusual_block(writer, block, redaction)
  for name, value in block:gmatch "([^:\r\n]+):[ \t]*([^\r\n]*)" do
    value = value:match "^(.-)[ \t]*$"
    note(name, value)
    header_fields.put(writer, name, value, redaction and redaction:of(name:lower()))
  end
end

-- Writes the fields from `at` on behind `size`; the new size, or nil where one turns out to be unusual.
local function usual_fields(buffer, size, octets, at, length)
  local line_end = ffi.cast(byte_pointer, C.memchr(octets + at, LINE_FEED, length - at))
  local colon = ffi.cast(byte_pointer, C.memchr(octets + at, COLON, length - at))
  -- The empty line, or the end of it all.
  if line_end == nil or colon == nil then return size end
  local stop, name_end = tonumber(line_end - octets), tonumber(colon - octets)
  if stop < name_end then
    if stop - at > 1 then return nil end
    return size
  end
  local value, value_end = name_end + 1, stop
  if octets[value_end - 1] == CARRIAGE_RETURN then value_end = value_end - 1 end
  if octets[value] == SPACE then value = value + 1 end
  if value > value_end then value = value_end end
  local first, last = octets[value], octets[value_end - 1]
  if value_end > value and (first == SPACE or first == TAB or last == SPACE or last == TAB) then return nil end
  local name_length, value_length = name_end - at, value_end - value
  local field_length = name_length + value_length + 5
  if name_length == 0 or name_length > MOST_NAME or field_length > MOST_FIELD then return nil end
  if name_length == CONTENT_LENGTH or name_length == TRANSFER_ENCODING then
    note(ffi.string(octets + at, name_length), ffi.string(octets + value, value_length))
  end
  buffer[size], buffer[size + 1] = FIELD_TAG, bor(band(field_length, 127), 128)
  buffer[size + 2], buffer[size + 3], buffer[size + 4] = rshift(field_length, 7), NAME_TAG, name_length
  ffi.copy(buffer + size + 5, octets + at, name_length)
  size = size + 5 + name_length
  buffer[size], buffer[size + 1] = VALUE_TAG, bor(band(value_length, 127), 128)
  buffer[size + 2] = rshift(value_length, 7)
  ffi.copy(buffer + size + 3, octets + value, value_length)
  return usual_fields(buffer, size + 3 + value_length, octets, stop + 1, length)
end

-- Writes the fields of a header block. Returns the size the message announced for its body, if any, and whether
-- it announced one in chunks. `redaction` may be nil.
local function write(writer, block, redaction)
  announced, is_chunked = nil, false
  local size
  if not redaction and utf8_text.is_ascii(block) then
    writer:reserve(#block * GROWTH)
    size = usual_fields(writer.buffer, writer.size, ffi.cast(byte_pointer, block), 0, #block)
  end
  if size then writer.size = size else unusual_block(writer, block, redaction) end
  return announced, is_chunked
end

return { write = write }
