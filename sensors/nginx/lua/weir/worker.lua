-- The sensor of one nginx worker: its queue, its balance, its boot, and the timer that empties the queue.
local balance = require "weir.balance"
local base64url = require "weir.base64url"
local complain = require "weir.complaint"
local courier = require "weir.courier"
local door = require "weir.door.door"
local hub = require "weir.hub"
local queue = require "weir.queue"
local record = require "weir.record"
local redact_bodies = require "weir.redact.bodies"
local redact_headers = require "weir.redact.headers"
local under_way = require "weir.under_way"

local AGENT = "weir-sensor-nginx/0.1.0"
local SWEEP_SECONDS = 1

local Worker = {}
Worker.__index = Worker

local function random_octets(count)
  local source = assert(io.open("/dev/urandom", "rb"))
  local octets = source:read(count)
  source:close()
  return octets
end

local function new(settings)
  local boot = base64url.encode(random_octets(12))
  local self = setmetatable({ settings = settings, boot = boot, swept = 0, is_ending = false }, Worker)
  self.balance = balance.new()
  self.under_way = under_way.new()
  local about = {
    boot = boot,
    service = settings.service,
    redaction = redact_headers.new(settings.redact, settings.redact_key),
    bodies = redact_bodies.new(settings.redact_paths, settings.redact_key),
  }
  self.queue = queue.new(settings, about, function(reason, problem)
    self.balance:give_up(reason, 1)
    if problem then complain("encode", "an exchange could not be encoded: " .. tostring(problem)) end
  end)
  local post = hub.new(settings.address, settings.key, AGENT, "/v1/exchanges", "application/x-weir-exchange+protobuf")
  self.door = settings.door and door.new(settings, boot, AGENT) or nil
  self.courier = courier.new(self.queue, self.balance, post, settings, boot)
  return self
end

function Worker:start()
  local function tick(premature)
    if premature then return self:finish() end
    self:sweep()
    self.courier:tick()
    -- It ended while a batch was on its way; no further tick comes.
    if self.is_ending then self:finish() end
  end
  assert(ngx.timer.every(self.settings.batch_ms / 1000, tick))
  if self.door then self.door:start() end
end

-- A worker that ends serves its last requests for a while; timers of any length are refused to it by then.
function Worker:finish()
  self.is_ending = true
  self.courier:drain(self.settings.exit_ms / 1000)
end

function Worker:finish_soon()
  if self.is_finishing then return end
  self.is_finishing = ngx.timer.at(0, function()
    self.is_finishing = false
    self:finish()
  end)
end

-- A whole batch does not wait for the next tick: many that are sent in a row would hold up what nginx serves.
function Worker:send_soon()
  if self.is_sending then return end
  self.is_sending = ngx.timer.at(0, function()
    self.is_sending = false
    self.courier:tick()
  end)
end

-- True while another exchange can be kept.
function Worker:is_open()
  return self.queue:is_open()
end

-- Hands over an exchange that is complete, or will never be.
function Worker:report(copy)
  local sample = self.settings.sample
  if sample < 1 and not copy.is_asked_for and math.random() >= sample then return self.balance:refuse "sampled" end
  self.queue:push(copy)
  self.balance.observed = self.balance.observed + 1
  if self.courier:is_due() then self:send_soon() end
  if self.is_ending then self:finish_soon() end
end

function Worker:sweep()
  local now = ngx.now()
  if now - self.swept < SWEEP_SECONDS then return end
  self.swept = now
  self.under_way:sweep(self.settings, function(capture)
    record.finish(capture.record, capture, false)
    capture.is_reported = true
    self:report(capture.record)
    capture:release()
  end)
end

-- observed = sent + dropped + held.
function Worker:read_balance()
  local state = self.balance
  local by = {}
  for reason, count in pairs(state.dropped_by) do by[reason] = count end
  local counts = { observed = state.observed, sent = state.sent, dropped = state.dropped, dropped_by = by }
  counts.boot, counts.held = self.boot, self.queue.lines
  return counts
end

return { new = new }
