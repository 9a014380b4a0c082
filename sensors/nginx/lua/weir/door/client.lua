-- The client's address: the right-most hop nobody of ours stands behind. `X-Forwarded-For` counts only as far
-- as the hop that wrote it is ours: anybody may claim anything in it.
local address = require "weir.door.address"
local memo = require "weir.memo"
local ranges = require "weir.door.ranges"

local FORWARDED_CHARS, MAX_HOPS = 1024, 16
-- Addresses remembered; text of more characters is none.
local REMEMBERED, ADDRESS_CHARS = 4096, 64

-- RFC 1918, RFC 4193, loopback, link-local and carrier-grade NAT.
local private = {
  "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7",
  "fe80::/10", "::1/128",
}

local client = {}

-- A function from 16 octets to whether they are an address of ours: by what the hub says of networks, the narrowest
-- first, and by what is private.
function client.internal(networks)
  local table_of_ranges = ranges.new()
  local named = {}
  for _, network in ipairs(networks) do
    if type(network) == "table" and type(network.cidr) == "string" and not named[network.cidr] then
      named[network.cidr] = true
      table_of_ranges:add(network.cidr, network.internal == true and "ours" or "theirs")
    end
  end
  for _, range in ipairs(private) do
    if not named[range] then table_of_ranges:add(range, "ours") end
  end
  local known = memo.new(REMEMBERED, function(octets) return table_of_ranges:narrowest(octets) == "ours" end)
  return function(octets) return octets ~= nil and known:get(octets, octets) end
end

local parsed = memo.new(REMEMBERED, address.parse)

-- 16 octets; nil for what is no address.
local function octets_of(text)
  return #text <= ADDRESS_CHARS and parsed:get(text, text) or nil
end

local function bare(hop)
  local text = hop:match "^%s*(.-)%s*$"
  return text:match "^%[(.-)%]" or text:match "^(%d+%.%d+%.%d+%.%d+):%d+$" or text
end

local function hops_of(forwarded)
  local hops = {}
  for hop in (forwarded:sub(-FORWARDED_CHARS) .. ","):gmatch "([^,]*)," do hops[#hops + 1] = bare(hop) end
  return hops
end

-- Text and octets of the address; `forwarded` is the whole of `X-Forwarded-For`, or nil.
function client.of(peer, forwarded, internal)
  local ip, octets = peer, octets_of(peer)
  if not forwarded or not internal(octets) then return ip, octets end
  local hops = hops_of(forwarded)
  for at = #hops, math.max(1, #hops - MAX_HOPS + 1), -1 do
    local before = octets_of(hops[at])
    if not before then return ip, octets end
    ip, octets = hops[at], before
    if not internal(octets) then return ip, octets end
  end
  return ip, octets
end

return client
