-- Lines on their way to the hub: first in, first out, bounded by bytes. They are written a few at a time, which is cheaper
-- than one at a time, and what waits is text: many records that waited as tables would be searched through by every
-- collection of garbage, and nginx would wait for that. What has been taken counts until it is settled. A full queue refuses what is new: what waits is older
-- evidence, and refusing costs nothing.
local kept_text = require "weir.kept_text"
local line = require "weir.line"
local message_writer = require "weir.message_writer"

-- Records written in one go. More save no more, and hold up nginx.
local FRESH = 16
-- A batch is made of pieces of about this size: for a large string LuaJIT asks the kernel for memory, which takes it
-- most of a millisecond.
local PIECE_BYTES = 32 * 1024
-- A hub that finds batches too large is not believed below this.
local SMALLEST_FILL = 16 * 1024
local KEPT_BUFFER_BYTES = 1024 * 1024

local function new_batch()
  return { pieces = {}, bytes = 0, lines = 0 }
end

local function add_piece(batch, piece, bytes)
  batch.pieces[#batch.pieces + 1] = piece
  batch.bytes = batch.bytes + bytes
end

local Queue = {}
Queue.__index = Queue

-- `about` has what is the same for all lines of a worker; `on_loss` hears why a record is not kept, and of the problem
-- there was.
local function new(settings, about, on_loss)
  local state = { about = about, on_loss = on_loss, writer = message_writer.new(), number = 0 }
  state.max_bytes, state.fill_bytes, state.fill_lines = settings.queue_bytes, settings.batch_bytes, settings.batch_lines
  -- Held: waiting or on their way.
  state.bytes, state.lines = 0, 0
  state.fresh, state.fresh_count = {}, 0
  state.filling, state.batches, state.first, state.last = new_batch(), {}, 1, 0
  return setmetatable(state, Queue)
end

-- False when nothing more fits, whatever its size.
function Queue:is_open()
  return self.bytes < self.max_bytes
end

function Queue:push(record)
  local count = self.fresh_count + 1
  self.fresh[count], self.fresh_count = record, count
  self.lines = self.lines + 1
  if count >= FRESH then self:write_fresh() end
end

function Queue:write_fresh()
  local fresh = self.fresh
  for index = 1, self.fresh_count do
    self:write(fresh[index])
    fresh[index] = nil
  end
  self.fresh_count = 0
end

function Queue:write(record)
  local writer = self.writer
  local before = writer.size
  self.number = self.number + 1
  local ok, problem = pcall(line.write, writer, record, self.about, self.number)
  local bytes = writer.size - before
  if not ok or self.bytes + bytes > self.max_bytes then
    writer.size = before
    self.lines = self.lines - 1
    return self.on_loss(ok and "queue-full" or "fault", problem)
  end
  self.bytes = self.bytes + bytes
  local filling = self.filling
  filling.lines = filling.lines + 1
  local is_whole = filling.bytes + writer.size >= self.fill_bytes or filling.lines >= self.fill_lines
  if is_whole or writer.size >= PIECE_BYTES then self:end_piece() end
  if is_whole then self:seal() end
end

function Queue:end_piece()
  local writer = self.writer
  if writer.size == 0 then return end
  -- With a whole batch ahead of it this one will wait for long.
  local kept = self:is_full() and kept_text.keep(writer.buffer, writer.size)
  add_piece(self.filling, kept or writer:text_from(0), writer.size)
  writer:clear(KEPT_BUFFER_BYTES)
end

-- Ends the batch that is being filled.
function Queue:seal()
  self:end_piece()
  if self.filling.lines == 0 then return end
  self.last = self.last + 1
  self.batches[self.last] = self.filling
  self.filling = new_batch()
end

-- True when a whole batch waits.
function Queue:is_full()
  return self.first <= self.last
end

-- Takes what goes together, as strings now; nil where nothing waits.
function Queue:take()
  if not self:is_full() then
    self:write_fresh()
    self:seal()
  end
  local batch = self.batches[self.first]
  if batch == nil then return nil end
  self.batches[self.first] = nil
  self.first = self.first + 1
  local pieces = batch.pieces
  for index = 1, #pieces do
    if type(pieces[index]) ~= "string" then pieces[index] = kept_text.release(pieces[index]) end
  end
  return batch
end

-- Forgets what was taken: it arrived, or never will.
function Queue:settle(batch)
  self.lines = self.lines - batch.lines
  self.bytes = self.bytes - batch.bytes
end

-- Where the message behind the length at `at` ends; lengths are written in four octets.
local function end_of(text, at)
  local first, second, third, fourth = text:byte(at, at + 3)
  return at + 3 + first % 128 + (second % 128) * 128 + (third % 128) * 16384 + fourth * 2097152
end

function Queue:put_back(text, lines)
  local batch = new_batch()
  add_piece(batch, text, #text)
  batch.lines = lines
  self.first = self.first - 1
  self.batches[self.first] = batch
end

-- Puts a batch that was taken back to the front as two; false when it is one line.
function Queue:split(batch)
  if batch.lines < 2 then return false end
  local text = table.concat(batch.pieces)
  -- Up to the line that reaches the middle, and at least one is left.
  local lines, stop = 1, end_of(text, 1)
  while lines < batch.lines - 1 and stop < #text / 2 do
    lines, stop = lines + 1, end_of(text, stop + 1)
  end
  self:put_back(text:sub(stop + 1), batch.lines - lines)
  self:put_back(text:sub(1, stop), lines)
  self.fill_bytes = math.min(self.fill_bytes, math.max(SMALLEST_FILL, math.floor(#text / 2)))
  return true
end

return { new = new, new_batch = new_batch }
