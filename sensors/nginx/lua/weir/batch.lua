-- Makes batches of the records that wait. Encoding happens in slices: between two of them nginx serves its
-- connections.
local json_writer = require "weir.json_writer"
local line = require "weir.line"

local SLICE_LINES, SLICE_BYTES = 64, 64 * 1024
-- Not 0: without a patch of OpenResty nginx sleeps badly for no time at all.
local PAUSE_SECONDS = 0.001
-- A hub that finds batches too large is not believed below this.
local SMALLEST_FILL = 16 * 1024
local KEPT_BUFFER_BYTES = 1024 * 1024

local Batcher = {}
Batcher.__index = Batcher

local function new(queue, settings, about, on_fault)
  local state = { queue = queue, about = about, on_fault = on_fault, number = 0 }
  state.fill_bytes, state.fill_lines = settings.batch_bytes, settings.batch_lines
  state.writer = json_writer.new()
  return setmetatable(state, Batcher)
end

function Batcher:add(record)
  local writer = self.writer
  local before = writer.size
  self.number = self.number + 1
  local ok, problem = pcall(line.write, writer, record, self.about, self.number)
  if ok then return true end
  writer.size = before
  self.on_fault(problem)
  return false
end

-- Takes what goes together from the queue; nil where nothing waits. May yield.
function Batcher:take()
  local queue, writer = self.queue, self.writer
  local lines, bytes, since_lines, since_size = 0, 0, 0, 0
  local record = queue:take()
  while record do
    if self:add(record) then
      lines, bytes = lines + 1, bytes + record.bytes
    else
      queue:settle(1, record.bytes)
    end
    if lines >= self.fill_lines or writer.size >= self.fill_bytes then break end
    since_lines = since_lines + 1
    if since_lines >= SLICE_LINES or writer.size - since_size >= SLICE_BYTES then
      ngx.sleep(PAUSE_SECONDS)
      since_lines, since_size = 0, writer.size
    end
    record = queue:take()
  end
  local text = writer:text_from(0)
  writer:clear(KEPT_BUFFER_BYTES)
  return lines > 0 and { text = text, lines = lines, bytes = bytes } or nil
end

local function count_lines(text)
  local _, count = text:gsub("\n", "")
  return count
end

-- Two halves of a batch the hub found too large; nil when it is one line.
function Batcher:split(batch)
  if batch.lines < 2 then return nil end
  local text = batch.text
  local middle = text:find("\n", math.floor(#text / 2), true)
  if middle == #text then middle = #text - text:reverse():find("\n", 2, true) + 1 end
  local first = { text = text:sub(1, middle) }
  first.lines = count_lines(first.text)
  first.bytes = math.floor(batch.bytes * first.lines / batch.lines)
  local rest = { text = text:sub(middle + 1), lines = batch.lines - first.lines, bytes = batch.bytes - first.bytes }
  self.fill_bytes = math.min(self.fill_bytes, math.max(SMALLEST_FILL, math.floor(#text / 2)))
  return first, rest
end

-- True when a whole batch waits.
function Batcher:is_full()
  return self.queue:waiting() >= self.fill_lines or self.queue.bytes >= self.fill_bytes
end

return { new = new }
