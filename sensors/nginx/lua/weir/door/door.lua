-- The door of one nginx worker: it holds the hub's decisions and judges requests by them. They stay in force
-- while the hub is away, each until its time is over.
local application = require "weir.door.application"
local complain = require "weir.complaint"
local hub = require "weir.hub"
local judge = require "weir.door.judge"
local pause = require "weir.pause"
local report = require "weir.door.report"
local stream = require "weir.door.stream"
local tls_facts = require "weir.tls_facts"

local CAN = "log,capture,tag,redact,throttle,challenge,deny,allow"
local REPORT_SECONDS, SETTLE_SECONDS, REPORT_TIMEOUT_SECONDS = 5, 0.01, 5
local BACK_OFF = { first = 0.1, longest = 10, longest_asked = 60 }

local Door = {}
Door.__index = Door

local function new(settings, boot, agent)
  local self = setmetatable({ settings = settings, boot = boot, agent = agent, failures = 0 }, Door)
  self.judge = judge.new()
  self.application = application.new(self.judge)
  self.reports = hub.new(settings.address, settings.key, agent, "/v1/doors/report", "application/json")
  return self
end

function Door:start()
  assert(ngx.timer.at(0, function(premature)
    if not premature then self:listen() end
  end))
  assert(ngx.timer.every(REPORT_SECONDS, function(premature)
    if premature then return end
    self.judge.table:expire(self.judge:hub_ms(ngx.now()))
    self:send_report()
  end))
end

-- Goes on for as long as the worker does.
function Door:listen()
  while not ngx.worker.exiting() do
    local ok, problem, answer, was_open = pcall(stream.run, self:stream_options(), self:query(), function(line)
      self:take(line)
    end)
    if not ok then answer, was_open = nil, false end
    self.failures = was_open and 1 or self.failures + 1
    if not was_open then complain("door", "the hub gives no decisions: " .. tostring(problem)) end
    local asked = answer and pause.asked_seconds(answer.retry_after, ngx.now()) or 0
    self:sleep(pause.seconds_after(self.failures, asked, BACK_OFF))
  end
end

-- In short pieces, because a worker that is to end waits for it.
function Door.sleep(_, seconds)
  local deadline = ngx.now() + seconds
  while ngx.now() < deadline and not ngx.worker.exiting() do ngx.sleep(math.min(1, deadline - ngx.now() + 0.001)) end
end

function Door:stream_options()
  local settings = self.settings
  return {
    address = settings.address, key = settings.key, agent = self.agent, is_ending = ngx.worker.exiting,
    heartbeat_seconds = function() return self.application.heartbeat_seconds end,
  }
end

function Door:query()
  local place = self.application
  return ("boot=%s&epoch=%s&seq=%d&can=%s"):format(self.boot, ngx.escape_uri(place.epoch), place.seq, CAN)
end

function Door:take(line)
  local kind = self.application:take(line, ngx.now())
  if kind and kind ~= "beat" then self:report_soon() end
end

function Door:report_soon()
  if self.is_due then return end
  self.is_due = ngx.timer.at(SETTLE_SECONDS, function(premature)
    self.is_due = false
    if not premature then self:send_report() end
  end)
end

function Door:send_report()
  if self.is_reporting or self.application.epoch == "" then return end
  self.is_reporting = true
  local hits = self.judge.hits
  self.judge.hits = {}
  local body = report.of(self.boot, self.agent, self.judge, self.application, hits, ngx.now())
  local ok, answer = pcall(self.reports.post, self.reports, "", { pieces = body, bytes = #body }, REPORT_TIMEOUT_SECONDS)
  self.is_reporting = false
  if ok and answer and answer.status < 300 then return end
  for id, count in pairs(hits) do self.judge.hits[id] = (self.judge.hits[id] or 0) + count end
end

local function forwarded_of(headers)
  local value = headers["x-forwarded-for"]
  return type(value) == "table" and table.concat(value, ",") or value
end

-- Names are in lower case already; its metatable makes every name that is missing dear.
local function read_headers(call)
  call.fields = call.fields or setmetatable(ngx.req.get_headers(0), nil)
  return call.fields
end

local function read_certificate()
  local var = ngx.var
  local tls = tls_facts.of(var, var.connection)
  return tls and tls.client_cert
end

-- No function is made here: LuaJIT does not compile what makes one.
local function call_at_hand(settings)
  local var = ngx.var
  local call = {
    -- Who holds the connection: a realip module has already believed what it was told to believe.
    peer = var.remote_addr,
    service = settings.service_variable and var[settings.service_variable] or settings.service or var.host,
    method = var.request_method,
    url = var.request_uri,
    headers = read_headers,
    certificate = read_certificate,
  }
  if var.http_x_forwarded_for then call.forwarded = forwarded_of(read_headers(call)) end
  return call
end

local function judged(self)
  return self.judge:decide(call_at_hand(self.settings), ngx.now())
end

-- What to do with the request at hand; never throws. What goes wrong passes and is counted.
function Door:verdict()
  local ok, verdict = pcall(judged, self)
  if ok then return verdict end
  self.judge.faults = self.judge.faults + 1
  complain("door-fault", "a request could not be judged: " .. tostring(verdict))
  return {}
end

return { new = new }
