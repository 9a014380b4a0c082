-- Turns the header of a message into the `headers` of the exchange line: names as they were sent, repeated
-- fields as a list, in order (spec/exchange.md). A block is indexed in place; nothing is cut out of it.
local ffi = require "ffi"
local bit = require "bit"

local byte_pointer = ffi.typeof "const uint8_t *"
local integers = ffi.typeof "int32_t[?]"

local COLON, SPACE, TAB, LINE_FEED, CARRIAGE_RETURN = 58, 32, 9, 10, 13
local NONE = -1

-- Of the hash of names. A worker draws its own, so that nobody can send names which all meet in one slot;
-- odd, and small enough for the product to stay exact.
local multiplier = 65599
local function reseed(number) multiplier = number % 0x40000 * 2 + 0x80001 end

-- Where the fields of the block at hand lie; grows with the largest header seen and is used again.
local capacity = 0
local name_at, name_length, value_at, value_length, name_hash, next_same, last_same, is_repeat
local slots, slot_count
local function grow(fields)
  capacity = fields
  name_at, name_length = integers(fields), integers(fields)
  value_at, value_length = integers(fields), integers(fields)
  name_hash, is_repeat = integers(fields), integers(fields)
  next_same, last_same = integers(fields), integers(fields)
  slot_count = fields * 2
  slots = integers(slot_count)
end
grow(64)

local function lower(octet)
  if octet >= 65 and octet <= 90 then return octet + 32 end
  return octet
end

local function same_name(octets, left, right)
  if name_length[left] ~= name_length[right] then return false end
  local left_at, right_at = name_at[left], name_at[right]
  for offset = 0, name_length[left] - 1 do
    if lower(octets[left_at + offset]) ~= lower(octets[right_at + offset]) then return false end
  end
  return true
end

local function skip_blanks(octets, from, to)
  while from < to and (octets[from] == SPACE or octets[from] == TAB) do from = from + 1 end
  return from
end

local function trim_blanks(octets, from, to)
  while to > from and (octets[to - 1] == SPACE or octets[to - 1] == TAB or octets[to - 1] == CARRIAGE_RETURN) do
    to = to - 1
  end
  return to
end

-- Indexes the fields from `at` on; a line without a colon is no field. Returns their number.
local function index_fields(octets, at, length)
  local count = 0
  while at < length do
    local hash, start = 0, at
    local octet = octets[at]
    while octet ~= COLON and octet ~= LINE_FEED do
      hash = bit.tobit(hash * multiplier + lower(octet))
      at = at + 1
      if at >= length then return count end
      octet = octets[at]
    end
    local colon = at
    while at < length and octets[at] ~= LINE_FEED do at = at + 1 end
    if octet == COLON and colon > start then
      if count == capacity then return nil end
      local value = skip_blanks(octets, colon + 1, at)
      name_at[count], name_length[count], name_hash[count] = start, colon - start, hash
      value_at[count], value_length[count] = value, trim_blanks(octets, value, at) - value
      count = count + 1
    end
    at = at + 1
  end
  return count
end

local function index_block(octets, at, length)
  local count = index_fields(octets, at, length)
  while count == nil do
    grow(capacity * 4)
    count = index_fields(octets, at, length)
  end
  return count
end

-- Chains the fields of one name, the first of them in front.
local function chain_repeats(octets, count)
  local mask = 16
  while mask < count * 2 do mask = mask * 2 end
  mask = math.min(mask, slot_count) - 1
  for slot = 0, mask do slots[slot] = NONE end
  for field = 0, count - 1 do
    next_same[field], last_same[field], is_repeat[field] = NONE, field, 0
    -- The upper bits too: with an odd multiplier the lowest depends on the lowest of each letter only.
    local slot = bit.band(bit.bxor(name_hash[field], bit.rshift(name_hash[field], 15)), mask)
    while true do
      local other = slots[slot]
      if other == NONE then
        slots[slot] = field
        break
      end
      if name_hash[other] == name_hash[field] and same_name(octets, other, field) then
        next_same[last_same[other]], last_same[other], is_repeat[field] = field, field, 1
        break
      end
      slot = bit.band(slot + 1, mask)
    end
  end
end

local function value_of(octets, field)
  return ffi.string(octets + value_at[field], value_length[field])
end

local function write_value(writer, octets, field, hide)
  if hide then writer:string(hide(value_of(octets, field)))
  else writer:octets(octets + value_at[field], value_length[field]) end
end

local function write_list(writer, octets, field, hide)
  writer:put "["
  write_value(writer, octets, field, hide)
  local other = next_same[field]
  while other ~= NONE do
    writer:put ","
    write_value(writer, octets, other, hide)
    other = next_same[other]
  end
  writer:put "]"
end

local function is_named(octets, field, name)
  if name_length[field] ~= #name then return false end
  local start = name_at[field]
  for offset = 0, #name - 1 do
    if lower(octets[start + offset]) ~= name:byte(offset + 1) then return false end
  end
  return true
end

-- Writes the fields that stand in `block` from offset `at` (0-based) on. `redaction` may be nil. Returns the
-- size the message announced for its body and whether it announced one in chunks.
local function write_block(writer, block, at, redaction)
  local octets = ffi.cast(byte_pointer, block)
  local count = index_block(octets, at, #block)
  chain_repeats(octets, count)
  local announced, is_chunked = nil, false
  writer:put "{"
  local separator = ""
  for field = 0, count - 1 do
    if is_repeat[field] == 0 then
      writer:put(separator)
      separator = ","
      writer:octets(octets + name_at[field], name_length[field])
      writer:put ":"
      local hide = redaction and redaction:of(ffi.string(octets + name_at[field], name_length[field]))
      if next_same[field] == NONE then write_value(writer, octets, field, hide)
      else write_list(writer, octets, field, hide) end
      if name_length[field] == 14 and is_named(octets, field, "content-length") then
        announced = tonumber(value_of(octets, field))
      elseif name_length[field] == 17 and is_named(octets, field, "transfer-encoding") then
        is_chunked = true
      end
    end
  end
  writer:put "}"
  return announced, is_chunked
end

local function write_field(writer, name, value, redaction)
  local hide = redaction and redaction:of(name)
  writer:string(name)
  if type(value) ~= "table" then
    writer:put ":"
    writer:string(hide and hide(tostring(value)) or tostring(value))
    return
  end
  writer:put ":["
  for index = 1, #value do
    if index > 1 then writer:put "," end
    local one = tostring(value[index])
    writer:string(hide and hide(one) or one)
  end
  writer:put "]"
end

-- Writes fields that nginx has taken apart already: a string or a list of strings for each name.
local function write_fields(writer, fields, redaction)
  writer:put "{"
  local separator = ""
  for name, value in pairs(fields) do
    writer:put(separator)
    separator = ","
    write_field(writer, name, value, redaction)
  end
  writer:put "}"
end

return { write_block = write_block, write_fields = write_fields, reseed = reseed }
