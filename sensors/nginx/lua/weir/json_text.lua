-- Short texts as JSON strings (RFC 8259 §7).
local utf8_text = require "weir.utf8_text"

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\" }
for octet = 0, 31 do escapes[string.char(octet)] = ("\\u%04x"):format(octet) end

local function of(text)
  local escaped = utf8_text.of(text):gsub('[%z\1-\31"\\]', escapes)
  return '"' .. escaped .. '"'
end

return { of = of }
