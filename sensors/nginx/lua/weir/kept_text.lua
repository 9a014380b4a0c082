-- Text kept outside of what LuaJIT collects. It collects once its memory has doubled: megabytes that wait for a hub would
-- let as much garbage pile up, and every request would pay for memory that is in no cache.
local ffi = require "ffi"

ffi.cdef [[
  void *malloc(size_t size);
  void free(void *memory);
]]
local C = ffi.C

local kept_text = {}

-- Keeps a copy of so many octets; nil where there is no memory.
function kept_text.keep(octets, size)
  local memory = C.malloc(size)
  if memory == nil then return nil end
  ffi.copy(memory, octets, size)
  return { memory = ffi.gc(memory, C.free), size = size }
end

-- The text, whose memory is given back: to be asked for once.
function kept_text.release(kept)
  local text = ffi.string(kept.memory, kept.size)
  C.free(ffi.gc(kept.memory, nil))
  return text
end

return kept_text
