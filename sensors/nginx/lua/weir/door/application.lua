-- Brings what the hub says into force; what is here outlives the connection.
local cjson = require "cjson.safe"
local decision_reader = require "weir.door.decision"

local LINE_CHARS = 65536

local Application = {}
Application.__index = Application

local function new(judge)
  return setmetatable({ judge = judge, epoch = "", seq = 0, unsupported = {}, unread = 0, lag_ms = 0 }, Application)
end

local function number(value)
  return type(value) == "number" and value >= 0 and value or nil
end

local function list(value)
  return type(value) == "table" and value or {}
end

-- Half a list is none: whoever loses the stream within one asks for all of it again.
local function reached(self, seq)
  if not self.named and seq then self.seq = math.max(self.seq, seq) end
end

local handlers = {}

function handlers.hello(self, given, now)
  local hub_now, epoch = number(given.now_ms), given.epoch
  if not hub_now or type(epoch) ~= "string" then return false end
  self.judge.ahead_ms = hub_now - now * 1000
  self.judge.open_until_ms = number(given.open_until_ms) or 0
  self.judge:use(list(given.keys), list(given.networks))
  self.heartbeat_seconds = (number(given.heartbeat_ms) or 5000) / 1000
  self.named = given.snapshot == true and {} or nil
  if self.named then self.epoch, self.seq = epoch, 0 end
  return true
end

function handlers.decision(self, given, now)
  local decision, cannot = decision_reader.read(given.decision)
  local id = type(given.decision) == "table" and given.decision.id
  if not decision and not cannot then return false end
  if self.named then self.named[id] = true end
  if decision then
    self.unsupported[id] = nil
    self.judge.table:put(decision)
  else
    self.judge.table:remove(id)
    self.unsupported[id] = true
  end
  local sent = number(given.sent_ms) or 0
  if sent > 0 then self.lag_ms = math.max(0, self.judge:hub_ms(now) - sent) end
  reached(self, number(given.seq))
  return true
end

function handlers.undo(self, given)
  if type(given.id) ~= "string" then return false end
  self.judge.table:remove(given.id)
  self.unsupported[given.id] = nil
  reached(self, number(given.seq))
  return true
end

function handlers.ready(self, given)
  local named = self.named
  self.named = nil
  reached(self, number(given.seq))
  if not named then return true end
  for id in pairs(self.judge.table.by_id) do
    if not named[id] then self.judge.table:remove(id) end
  end
  for id in pairs(self.unsupported) do
    if not named[id] then self.unsupported[id] = nil end
  end
  return true
end

function handlers.open(self, given)
  self.judge.open_until_ms = number(given.until_ms) or 0
  return true
end

function handlers.beat(self, given, now)
  local hub_now = number(given.now_ms)
  if hub_now then self.judge.ahead_ms = hub_now - now * 1000 end
  return hub_now ~= nil
end

-- Takes one line; the kind of a message that was understood, else nil, which is counted.
function Application:take(line, now)
  local given = #line <= LINE_CHARS and cjson.decode(line) or nil
  local handler = type(given) == "table" and handlers[given.kind]
  if handler and handler(self, given, now) then return given.kind end
  self.unread = self.unread + 1
  return nil
end

return { new = new }
