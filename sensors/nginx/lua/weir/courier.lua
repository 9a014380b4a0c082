-- Carries lines from the queue to the hub, one batch at a time and in order (spec/ingest.md).
local complain = require "weir.complaint"
local pause = require "weir.pause"
local queue = require "weir.queue"

local Courier = {}
Courier.__index = Courier

local refusals = { [400] = true, [415] = true, [422] = true }

local function new(waiting, balance, hub, settings, boot)
  local state = { queue = waiting, balance = balance, hub = hub, boot = boot }
  state.heartbeat_seconds = settings.heartbeat_ms / 1000
  state.seq, state.failures, state.not_before, state.last_post = 0, 0, 0, nil
  state.shipment, state.is_busy = nil, false
  return setmetatable(state, Courier)
end

function Courier:next_batch()
  local batch = self.queue:take()
  if batch then return batch end
  local is_idle = self.last_post == nil or ngx.now() - self.last_post >= self.heartbeat_seconds
  return is_idle and queue.new_batch() or nil
end

-- What is on its way keeps its number and its bytes until the hub has answered.
function Courier:next_shipment()
  local batch = self:next_batch()
  if batch == nil then return nil end
  self.seq = self.seq + 1
  return { seq = self.seq, batch = batch }
end

function Courier:fields(seq)
  local balance = self.balance
  local reasons = balance:reasons()
  return ("weir-boot: %s\r\nweir-seq: %d\r\nweir-observed: %d\r\nweir-sent: %d\r\nweir-dropped: %d\r\n%s"):format(
    self.boot, seq, balance.observed, balance.sent, balance.dropped,
    reasons and "weir-dropped-by: " .. reasons .. "\r\n" or ""
  )
end

function Courier:fail(answer, problem)
  self.failures = self.failures + 1
  local asked = answer and pause.asked_seconds(answer.retry_after, ngx.now()) or 0
  self.not_before = ngx.now() + pause.seconds_after(self.failures, asked)
  complain("hub", "the hub takes no exchanges: " .. (answer and "status " .. answer.status or tostring(problem)))
end

function Courier:settle(batch, status)
  if status == 413 and self.queue:split(batch) then return end
  self.queue:settle(batch)
  if status < 300 then
    self.balance.sent = self.balance.sent + batch.lines
  else
    self.balance:give_up(status == 413 and "too-large" or "refused", batch.lines)
  end
end

-- One attempt; false when there was nothing to send or it failed. May yield.
function Courier:deliver(seconds)
  local shipment = self.shipment or self:next_shipment()
  if shipment == nil then return false end
  self.shipment = shipment
  local answer, problem = self.hub:post(self:fields(shipment.seq), shipment.batch, seconds)
  self.last_post = ngx.now()
  local status = answer and answer.status or 0
  if not ((status >= 200 and status < 300) or status == 413 or refusals[status]) then
    self:fail(answer, problem)
    return false
  end
  self.failures, self.shipment = 0, nil
  self:settle(shipment.batch, status)
  return true
end

-- Runs `work` unless an attempt is under way already.
function Courier:exclusively(work)
  if self.is_busy then return end
  self.is_busy = true
  local ok, problem = pcall(work)
  self.is_busy = false
  if not ok then
    self:fail(nil, problem)
    self.last_post = ngx.now()
  end
end

-- True when a whole batch can be sent at once.
function Courier:is_due()
  return not self.is_busy and self.queue:is_full() and ngx.now() >= self.not_before
end

-- Sends what is due.
function Courier:tick()
  self:exclusively(function()
    while ngx.now() >= self.not_before and self:deliver() and self.queue:is_full() do end
  end)
end

-- Sends all that is held, for at most so long, to a hub that has been answering.
function Courier:drain(seconds)
  self:exclusively(function()
    local deadline = ngx.now() + seconds
    while self.failures == 0 and self.queue.lines > 0 and ngx.now() < deadline do
      self:deliver(deadline - ngx.now())
    end
  end)
end

return { new = new }
