-- Writes header fields that are taken apart already.
local protobuf = require "weir.protobuf"
local utf8_text = require "weir.utf8_text"

local MAX_KNOWN, KNOWN_CHARS = 4096, 32
local FIELD, NAME, VALUE = protobuf.tag(4, 2), protobuf.tag(1, 2), protobuf.tag(2, 2)

-- Names as they are written, each with what tells of the value behind it: most messages have the same few.
local known_names, known_count = {}, 0

local function name_part(name)
  local known = known_names[name]
  if known then return known end
  local part = protobuf.field(NAME, utf8_text.of(name)) .. VALUE
  if #name > KNOWN_CHARS then return part end
  if known_count >= MAX_KNOWN then known_names, known_count = {}, 0 end
  known_names[name], known_count = part, known_count + 1
  return part
end

-- One field; `hide` may be nil.
local function put(writer, name, value, hide)
  local text = utf8_text.of(hide and hide(value) or value)
  local field = name_part(name) .. protobuf.varint(#text) .. text
  writer:put(FIELD .. protobuf.varint(#field) .. field)
end

-- A string or a list of strings for each name. `redaction` may be nil.
local function write(writer, fields, redaction)
  for name, value in pairs(fields) do
    local hide = redaction and redaction:of(name)
    if type(value) == "table" then
      for index = 1, #value do put(writer, name, tostring(value[index]), hide) end
    else
      put(writer, name, tostring(value), hide)
    end
  end
end

return { put = put, write = write }
