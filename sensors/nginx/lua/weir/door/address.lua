-- IP addresses as 16 octets, IPv4 mapped into IPv6 (RFC 4291 §2.5.5.2), so that one table serves both.
local MAPPED = ("\0"):rep(10) .. "\255\255"
local MAX_CHARS = 45

local address = {}

local function parse_v4(text)
  local a, b, c, d = text:match "^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$"
  if not a then return nil end
  a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
  if a > 255 or b > 255 or c > 255 or d > 255 then return nil end
  return string.char(a, b, c, d)
end

-- Octets of groups between colons; nil where one is none.
local function groups(text)
  local octets = {}
  if text == "" then return octets end
  for group in (text .. ":"):gmatch "([^:]*):" do
    if not group:match "^%x%x?%x?%x?$" then return nil end
    local value = tonumber(group, 16)
    octets[#octets + 1] = string.char(math.floor(value / 256), value % 256)
  end
  return octets
end

-- An IPv4 address at the end (RFC 4291 §2.2), written as two groups.
local function without_dots(text)
  local head, tail = text:match "^(.*:)([%d%.]+%.%d+)$"
  if not head then return text end
  local octets = parse_v4(tail)
  if not octets then return nil end
  return head .. ("%x:%x"):format(octets:byte(1) * 256 + octets:byte(2), octets:byte(3) * 256 + octets:byte(4))
end

local function parse_v6(text)
  local plain = without_dots(text:match "^[^%%]*")
  if not plain then return nil end
  local at, stop = plain:find("::", 1, true)
  if not at then
    local all = groups(plain)
    return all and #all == 8 and table.concat(all) or nil
  end
  local left, right = groups(plain:sub(1, at - 1)), groups(plain:sub(stop + 1))
  if not left or not right then return nil end
  local gap = 8 - #left - #right
  if gap < 1 then return nil end
  return table.concat(left) .. ("\0\0"):rep(gap) .. table.concat(right)
end

-- nil for what is no address.
function address.parse(text)
  local bare = text:match "^%[(.*)%]$" or text
  if #bare > MAX_CHARS then return nil end
  if bare:find(":", 1, true) then return parse_v6(bare) end
  local octets = parse_v4(bare)
  return octets and MAPPED .. octets or nil
end

-- Prefix octets and length in bits of `203.0.113.0/24`, or of an address alone; nil for what is none.
function address.parse_range(text)
  local host, length = text:match "^([^/]+)/(%d%d?%d?)$"
  host = host or text
  local octets = address.parse(host)
  if not octets then return nil end
  local width = host:find(":", 1, true) and 128 or 32
  local bits = length and tonumber(length) or width
  if bits > width then return nil end
  bits = bits + 128 - width
  return address.prefix(octets, bits), bits
end

-- The first so many bits, as a text to look up.
function address.prefix(octets, bits)
  local whole, rest = math.floor(bits / 8), bits % 8
  if rest == 0 then return octets:sub(1, whole) end
  local step = 2 ^ (8 - rest)
  local last = octets:byte(whole + 1)
  return octets:sub(1, whole) .. string.char(last - last % step)
end

return address
