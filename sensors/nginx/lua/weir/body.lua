-- Writes the octets kept of a body as the exchange line wants them: text where they are text, else base64.
local encode_base64 = ngx.encode_base64

-- A character cut in two at the end of a body that was cut off; text does not stop being text for that.
local function whole_characters(octets)
  local length = #octets
  for present = 1, math.min(4, length) do
    local octet = octets:byte(length - present + 1)
    if octet < 0x80 then return length end
    if octet >= 0xc0 then
      local whole = octet < 0xe0 and 2 or octet < 0xf0 and 3 or 4
      return present < whole and length - present or length
    end
  end
  return length
end

local function write_octets(writer, octets, is_cut)
  writer:put ',"body":'
  if writer:utf8(octets, is_cut and whole_characters(octets) or #octets) then return end
  writer:put '{"b64":"'
  writer:put(encode_base64(octets))
  writer:put '"}'
end

-- `octets` may be nil. `size` is what the message is known to have had, kept or not; `is_cut` says that it was
-- longer than what passed.
local function write(writer, octets, size, is_cut)
  local kept = octets and #octets or 0
  local is_truncated = is_cut or size > kept
  if kept > 0 then write_octets(writer, octets, is_truncated) end
  if size > kept then
    writer:put ',"body_size":'
    writer:put(tostring(size))
  end
  if is_truncated then writer:put ',"truncated":true' end
end

return { write = write }
