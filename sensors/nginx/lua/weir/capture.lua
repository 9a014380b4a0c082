-- The response of one request while it passes: the first octets of its body are kept, the rest is counted.
local Capture = {}
Capture.__index = Capture

-- Octets held by all captures of this worker.
local held_bytes = 0

-- A response that has begun; `coding` is its content-encoding as our filters see it. Of each body of the exchange
-- `body_bytes` are kept, or `asked_bytes` where a decision asks for them.
local function begin(coding, body_bytes, asked_bytes)
  local state = { coding = coding, began = ngx.now(), size = 0, kept = 0, chunk_count = 0 }
  state.body_bytes, state.asked_bytes = body_bytes, asked_bytes
  if asked_bytes and asked_bytes > body_bytes then state.body_bytes = asked_bytes end
  state.is_cut, state.has_ended, state.is_reported = false, false, false
  return setmetatable(state, Capture)
end

-- True while chunks have to be looked at: one that is neither kept nor needed for the size costs nothing.
function Capture:wants_chunks()
  return not self.is_cut or self.announced == nil
end

function Capture:keep(chunk)
  local count = self.chunk_count + 1
  self.chunk_count = count
  if count == 1 then self.only = chunk
  elseif count == 2 then self.chunks = { self.only, chunk }
  else self.chunks[count] = chunk end
  self.kept = self.kept + #chunk
  held_bytes = held_bytes + #chunk
end

function Capture:add(chunk, settings)
  local length = #chunk
  self.size = self.size + length
  if self.is_cut then return end
  local room = math.min(self.body_bytes - self.kept, settings.capture_bytes - held_bytes)
  if length <= room then return self:keep(chunk) end
  if room > 0 then self:keep(chunk:sub(1, room)) end
  self.is_cut = true
  self.announced = tonumber(ngx.header["Content-Length"] or "")
end

-- What was kept; nil for nothing.
function Capture:octets()
  if self.chunks then return table.concat(self.chunks) end
  return self.only
end

-- Gives the memory back; nothing is kept afterwards.
function Capture:release()
  held_bytes = held_bytes - self.kept
  self.kept, self.chunk_count, self.only, self.chunks = 0, 0, nil, nil
  self.is_cut = true
end

local function held() return held_bytes end

return { begin = begin, held = held }
