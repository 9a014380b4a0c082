-- Writes header fields that are taken apart already as the `headers` of the exchange line.
local json_text = require "weir.json_text"

local OPENING_BRACE = 123
local MAX_KNOWN, KNOWN_CHARS = 4096, 32

-- Names as JSON, each with a comma before and a colon behind: most responses have the same few.
local known_names, known_count = {}, 0

local function name_part(name)
  local known = known_names[name]
  if known then return known end
  local part = "," .. json_text.of(name) .. ":"
  if #name > KNOWN_CHARS then return part end
  if known_count >= MAX_KNOWN then known_names, known_count = {}, 0 end
  known_names[name], known_count = part, known_count + 1
  return part
end

local function put_value(writer, value, hide)
  writer:string(hide and hide(value) or value)
end

local function put_values(writer, values, hide)
  writer:put "["
  for index = 1, #values do
    if index > 1 then writer:put "," end
    put_value(writer, tostring(values[index]), hide)
  end
  writer:put "]"
end

local function put_field(writer, name, value, redaction)
  local hide = redaction and redaction:of(name)
  writer:put(name_part(name))
  if type(value) == "string" then put_value(writer, value, hide)
  elseif type(value) ~= "table" then put_value(writer, tostring(value), hide)
  elseif #value == 1 then put_value(writer, tostring(value[1]), hide)
  else put_values(writer, value, hide) end
end

-- Makes the comma before the first field the brace that opens all of them.
local function close(writer, start)
  if writer.size == start then return writer:put "{}" end
  writer:replace(start, OPENING_BRACE)
  writer:put "}"
end

-- A string or a list of strings for each name.
local function write(writer, fields, redaction)
  local start = writer.size
  for name, value in pairs(fields) do put_field(writer, name, value, redaction) end
  close(writer, start)
end

-- Lists under lower-case names, in the order of those; each list has the name as it was sent.
local function write_ordered(writer, order, fields, redaction)
  local start = writer.size
  for index = 1, #order do
    local values = fields[order[index]]
    put_field(writer, values.name, values, redaction)
  end
  close(writer, start)
end

return { write = write, write_ordered = write_ordered }
