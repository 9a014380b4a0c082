-- Replaces values of a JSON text (RFC 8259) in one pass; every octet between them stays. The same as
-- `packages/sensor/src/redact/json-scanner.ts`, with the same golden vectors.
local json_string = require "weir.redact.json_string"
local path_tree = require "weir.redact.path_tree"

local find, sub, byte = string.find, string.sub, string.byte
local end_of, decoded = json_string.end_of, json_string.decoded
local member, element, is_named = path_tree.member, path_tree.element, path_tree.is_named

local DEEPEST = 64
local QUOTE, COMMA, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET = 34, 44, 58, 123, 125, 91, 93
local literals = { [116] = "true", [102] = "false", [110] = "null" }

-- Every function of these answers false where there is nothing more to read: at a fault, or where the text ends.
local value

local function fail(scan)
  scan.failed = true
  return false
end

-- The next octet that is no space; nil at the end.
local function next_octet(scan)
  local at = find(scan.text, "[^ \n\r\t]", scan.at) or #scan.text + 1
  scan.at = at
  return byte(scan.text, at)
end

local function step(scan)
  scan.at = scan.at + 1
  return true
end

-- Only the end of the text is no fault.
local function unexpected(scan)
  if scan.at > #scan.text then return false end
  return fail(scan)
end

local function replace(scan, start, replacement)
  local out = scan.out
  out[#out + 1] = sub(scan.text, scan.copied, start - 1)
  out[#out + 1] = replacement
  scan.copied = scan.at
end

local function object(scan, place, is_covered, depth)
  if depth > DEEPEST then return fail(scan) end
  scan.at = scan.at + 1
  if next_octet(scan) == CLOSE_BRACE then return step(scan) end
  while true do
    if next_octet(scan) ~= QUOTE then return unexpected(scan) end
    local start = scan.at
    local stop = end_of(scan.text, start)
    if stop == nil then return fail(scan) end
    if not stop then return false end
    scan.at = stop
    local inner = place and member(place, decoded(sub(scan.text, start + 1, stop - 2)))
    if next_octet(scan) ~= COLON then return unexpected(scan) end
    scan.at = scan.at + 1
    if not value(scan, inner, is_covered or is_named(inner), depth) then return false end
    local octet = next_octet(scan)
    if octet == CLOSE_BRACE then return step(scan) end
    if octet ~= COMMA then return unexpected(scan) end
    scan.at = scan.at + 1
  end
end

local function array(scan, place, is_covered, depth)
  if depth > DEEPEST then return fail(scan) end
  scan.at = scan.at + 1
  if next_octet(scan) == CLOSE_BRACKET then return step(scan) end
  local inner = place and element(place)
  is_covered = is_covered or is_named(inner)
  while true do
    if not value(scan, inner, is_covered, depth) then return false end
    local octet = next_octet(scan)
    if octet == CLOSE_BRACKET then return step(scan) end
    if octet ~= COMMA then return unexpected(scan) end
    scan.at = scan.at + 1
  end
end

local function string_value(scan, is_covered)
  local start = scan.at
  local stop = end_of(scan.text, start)
  if stop == nil then return fail(scan) end
  scan.at = stop or #scan.text + 1
  if is_covered then
    local said = decoded(sub(scan.text, start + 1, stop and stop - 2 or -1))
    local hidden = scan.hide(said)
    if hidden ~= said then replace(scan, start, '"' .. hidden .. (stop and '"' or "")) end
  end
  return stop and true or false
end

local function literal(scan, word)
  local text, at = scan.text, scan.at
  if sub(text, at, at + #word - 1) == word then
    scan.at = at + #word
    return true
  end
  local rest = sub(text, at)
  if not scan.is_cut or sub(word, 1, #rest) ~= rest then return fail(scan) end
  scan.at = #text + 1
  return false
end

local function number_end(text, at)
  local _, stop = find(text, "^-?[1-9]%d*", at)
  if not stop then _, stop = find(text, "^-?0", at) end
  if not stop then return nil end
  local _, fraction = find(text, "^%.%d+", stop + 1)
  stop = fraction or stop
  local _, exponent = find(text, "^[eE][+-]?%d+", stop + 1)
  return (exponent or stop) + 1
end

local function number(scan, is_covered)
  local text, start = scan.text, scan.at
  local stop = number_end(text, start)
  if not stop then
    if not scan.is_cut or sub(text, start) ~= "-" then return fail(scan) end
    scan.at = #text + 1
    return false
  end
  -- A number may be cut behind what makes it one: `12.`, `1e-`.
  local is_cut = scan.is_cut and (find(text, "^%.$", stop) or find(text, "^[eE][+-]?$", stop)) ~= nil
  scan.at = is_cut and #text + 1 or stop
  if is_covered then replace(scan, start, '"' .. scan.hide(sub(text, start, stop - 1)) .. '"') end
  return not is_cut
end

function value(scan, place, is_covered, depth)
  local octet = next_octet(scan)
  if octet == nil then return false end
  if octet == QUOTE then return string_value(scan, is_covered) end
  if octet == OPEN_BRACE then return object(scan, place, is_covered, depth + 1) end
  if octet == OPEN_BRACKET then return array(scan, place, is_covered, depth + 1) end
  local word = literals[octet]
  if word then return literal(scan, word) end
  return number(scan, is_covered)
end

-- nil where the text is no JSON, or nested deeper than 64. With `is_cut` it may end anywhere, and a string that is cut off
-- counts as one to its end. `place` is where its paths begin.
local function redact(text, place, hide, is_cut)
  local scan = { text = text, hide = hide, is_cut = is_cut, at = 1, copied = 1, failed = false, out = {} }
  local is_whole = value(scan, place, false, 0)
  if is_whole and next_octet(scan) then return nil end
  if scan.failed or not (is_whole or is_cut) then return nil end
  if scan.copied == 1 then return text end
  scan.out[#scan.out + 1] = sub(text, scan.copied)
  return table.concat(scan.out)
end

return { redact = redact }
