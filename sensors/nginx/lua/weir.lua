-- Weir's sensor for nginx. Every function here fails open: whatever goes wrong inside is counted and the
-- request goes on.
local answer = require "weir.door.answer"
local complain = require "weir.complaint"
local phases = require "weir.phases"
local response = require "weir.door.response"
local settings_reader = require "weir.settings"
local worker_sensor = require "weir.worker"

local weir = {}

-- nil while the sensor is off.
local settings
local worker

-- Reads the settings, in `init_by_lua`. A setting that cannot be read leaves the sensor off and says so once.
function weir.init(options)
  local problems
  settings, problems = settings_reader.read(options or {})
  if not settings then ngx.log(ngx.ERR, "weir: the sensor is off. ", problems) end
end

-- True for processes of nginx that serve no traffic.
local function is_helper()
  local ok, process = pcall(require, "ngx.process")
  return ok and process.type() == "privileged agent"
end

-- Starts the sensor of this worker, in `init_worker_by_lua`.
function weir.start_worker()
  if not settings or is_helper() then return end
  local ok, problem = pcall(function()
    local started = worker_sensor.new(settings)
    started:start()
    worker = started
  end)
  if not ok then ngx.log(ngx.ERR, "weir: the sensor is off. ", problem) end
end

-- Remembers a fault for the log phase, where each exchange is counted once.
local function note_fault(name, problem)
  complain("fault", "a fault in " .. name .. ": " .. tostring(problem))
  pcall(function() ngx.ctx.weir_fault = true end)
end

-- What the door does to a response, which goes on whatever becomes of it.
local function guarded(name, work, argument)
  local ok, problem = pcall(work, worker.door.judge, argument)
  if ok then return end
  worker.door.judge.faults = worker.door.judge.faults + 1
  complain("door-fault", "a fault in " .. name .. ": " .. tostring(problem))
end

-- `access_by_lua`: where the worker is a door, and whatever is refused is refused here. Leave it out, or say `{ read_body = false }`, where `proxy_request_buffering` is off.
function weir.access(options)
  if not worker then return end
  -- Outside of any `pcall`: nginx ends a phase by an error of its own.
  if worker.door and not ngx.is_subrequest then
    local verdict = worker.door:verdict()
    answer.carry_out(verdict)
    if verdict.redact then guarded("access", response.expect, verdict.redact) end
  end
  local ok, problem = pcall(phases.access, worker, options)
  if not ok then note_fault("access", problem) end
end

-- `header_filter_by_lua`
function weir.header_filter()
  if not worker then return end
  if response.is_in_use and not ngx.is_subrequest then guarded("header_filter", response.header_filter) end
  local ok, problem = pcall(phases.header_filter, worker)
  if not ok then note_fault("header_filter", problem) end
end

-- `body_filter_by_lua`
function weir.body_filter()
  if not worker then return end
  if response.is_in_use and not ngx.is_subrequest then guarded("body_filter", response.body_filter) end
  local ok, problem = pcall(phases.body_filter, worker)
  if not ok then note_fault("body_filter", problem) end
end

-- `log_by_lua`
function weir.log()
  if not worker then return end
  local ok, problem = pcall(phases.log, worker)
  if ok then return end
  worker.balance:refuse "fault"
  complain("fault", "a fault in log: " .. tostring(problem))
end

-- Where the exchanges of this worker went; nil while the sensor is off.
function weir.balance()
  return worker and worker:read_balance()
end

return weir
