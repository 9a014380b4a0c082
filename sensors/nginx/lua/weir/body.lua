-- Writes what was kept of a body, octet for octet.
local protobuf = require "weir.protobuf"

local BODY, BODY_SIZE, TRUNCATED = protobuf.tag(5, 2), protobuf.tag(6, 0), protobuf.tag(7, 0) .. "\1"

-- `octets` may be nil. `size` is what the message is known to have had, kept or not; `is_cut` says that it was
-- longer than what passed.
local function write(writer, octets, size, is_cut)
  local kept = octets and #octets or 0
  if kept > 0 then
    writer:put(BODY .. protobuf.varint(kept))
    writer:put(octets)
  end
  if size > kept then writer:put(BODY_SIZE .. protobuf.varint(size)) end
  if is_cut or size > kept then writer:put(TRUNCATED) end
end

return { write = write }
