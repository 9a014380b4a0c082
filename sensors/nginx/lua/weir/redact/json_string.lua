-- Strings of JSON (RFC 8259 §7): where one ends, and what it says.
local find, sub, byte = string.find, string.sub, string.byte

local QUOTE, BACKSLASH, LETTER_U = 34, 92, 117
local REPLACEMENT = "\239\191\189"
local simple = {
  ["b"] = "\b", ["f"] = "\f", ["n"] = "\n", ["r"] = "\r", ["t"] = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/",
}

-- Where the escape at `at` ends; nil where it is none, false where the text ends within it.
local function escape_end(text, at)
  local letter = byte(text, at + 1)
  if letter == nil then return false end
  if letter ~= LETTER_U then return simple[sub(text, at + 1, at + 1)] and at + 2 or nil end
  if find(text, "^%x%x%x%x", at + 2) then return at + 6 end
  if find(text, "^%x*$", at + 2) then return false end
  return nil
end

-- `at` is its opening quote. Returns where what follows begins; nil where it is no string, false where the text ends before it.
local function end_of(text, at)
  at = at + 1
  while true do
    local stop = find(text, '[%z\1-\31"\\]', at)
    if not stop then return false end
    local octet = byte(text, stop)
    if octet == QUOTE then return stop + 1 end
    if octet ~= BACKSLASH then return nil end
    at = escape_end(text, stop)
    if not at then return at end
  end
end

local function utf8_of(code)
  if code < 0x80 then return string.char(code) end
  if code < 0x800 then return string.char(0xc0 + math.floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then
    return string.char(0xe0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
  end
  return string.char(
    0xf0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64, 0x80 + math.floor(code / 64) % 64,
    0x80 + code % 64
  )
end

-- The character of the escape `\uXXXX` at `at`, and where what follows begins; nil for half of one.
local function unicode(text, at)
  local digits = text:match("^%x%x%x%x", at + 2)
  if not digits then return nil, #text + 1 end
  local code = tonumber(digits, 16)
  at = at + 6
  if code < 0xd800 or code > 0xdfff then return utf8_of(code), at end
  local low = code < 0xdc00 and text:match("^\\u([dD][c-fC-F]%x%x)", at)
  if not low then return REPLACEMENT, at end
  return utf8_of(0x10000 + (code - 0xd800) * 1024 + tonumber(low, 16) - 0xdc00), at + 6
end

-- What stands between the quotes, without its escapes; half of one at the end is left out.
local function decoded(content)
  if not find(content, "\\", 1, true) then return content end
  local parts, at = {}, 1
  while true do
    local stop = find(content, "\\", at, true)
    if not stop then
      parts[#parts + 1] = sub(content, at)
      return table.concat(parts)
    end
    parts[#parts + 1] = sub(content, at, stop - 1)
    local letter = sub(content, stop + 1, stop + 1)
    if letter == "u" then parts[#parts + 1], at = unicode(content, stop)
    else parts[#parts + 1], at = simple[letter], stop + 2 end
  end
end

return { end_of = end_of, decoded = decoded }
