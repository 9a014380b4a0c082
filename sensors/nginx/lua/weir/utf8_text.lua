-- Text as UTF-8, whatever its octets are: what is none is read as HTTP once did, each octet the character of the same
-- number (RFC 9110 §5.5).
local ffi = require "ffi"

ffi.cdef "size_t strcspn(const char *text, const char *reject);"
local C = ffi.C
local byte_pointer = ffi.typeof "const uint8_t *"

local utf8_text = {}

local octets_above, latin1 = {}, {}
for octet = 128, 255 do
  octets_above[#octets_above + 1] = string.char(octet)
  latin1[string.char(octet)] = string.char(octet < 0xc0 and 0xc2 or 0xc3, octet % 64 + 0x80)
end
local above_ascii = table.concat(octets_above)

-- Length of the UTF-8 sequence at `at` (RFC 3629 §4), 0 where there is none.
local function sequence_length(octets, at, length)
  local lead = octets[at]
  if lead < 0x80 then return 1 end
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

local function is_utf8(text)
  local octets, length, at = ffi.cast(byte_pointer, text), #text, 0
  while at < length do
    local size = sequence_length(octets, at, length)
    if size == 0 then return false end
    at = at + size
  end
  return true
end

-- True for text that is the same in every encoding. One with a zero in it is not looked at to its end, and said to be none.
function utf8_text.is_ascii(text)
  local clean = C.strcspn(text, above_ascii)
  return clean == #text
end

function utf8_text.of(text)
  if utf8_text.is_ascii(text) or is_utf8(text) then return text end
  local converted = text:gsub("[\128-\255]", latin1)
  return converted
end

return utf8_text
