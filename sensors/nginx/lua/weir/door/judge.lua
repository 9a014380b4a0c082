-- Judges requests by the decisions at hand, without asking anybody (spec/decision.md).
local client_address = require "weir.door.client"
local decision_table = require "weir.door.decision_table"
local fuse = require "weir.door.fuse"
local presented_hashes = require "weir.door.presented_hashes"
local throttle = require "weir.door.throttle"

local NONE = {}
-- From the strongest: what stands first is done.
local LADDER = { "allow", "deny", "challenge", "throttle" }

local Judge = {}
Judge.__index = Judge

local function new()
  return setmetatable({
    table = decision_table.new(), fuse = fuse.new(), throttle = throttle.new(), hashes = presented_hashes.new(NONE),
    internal = client_address.internal(NONE), hits = {}, ahead_ms = 0, open_until_ms = 0,
    checked = 0, refused = 0, faults = 0, passed_over = 0,
  }, Judge)
end

-- What `hello` brings.
function Judge:use(keys, networks)
  self.hashes = presented_hashes.new(keys)
  self.internal = client_address.internal(networks)
end

function Judge:hub_ms(now)
  return now * 1000 + self.ahead_ms
end

-- Why every request passes; nil while decisions are in force.
function Judge:open(now)
  if self:hub_ms(now) < self.open_until_ms then return "break-glass" end
  return self.fuse:is_open(now) and "fuse" or nil
end

-- nil where the decision leaves the request alone.
function Judge:verdict(decision, client, now)
  local action = decision.action
  if action.kind == "allow" then return NONE end
  local wait = 0
  if action.kind == "throttle" then
    wait = self.throttle:wait_seconds(decision.id .. " " .. client, action, now)
    if wait == 0 then return nil end
  end
  if not self.fuse:may_refuse(decision.id, client, now) then return nil end
  self.refused = self.refused + 1
  return { refuse = action, wait = wait }
end

-- What lets a request pass and yet changes something.
local function milder(enforced)
  local verdict = NONE
  for _, decision in ipairs(enforced) do
    local action = decision.action
    local kind = action.kind
    if kind == "tag" or kind == "capture" or kind == "redact" then
      if verdict == NONE then verdict = {} end
      if kind == "tag" then verdict.tag = action.name end
      if kind == "capture" then verdict.capture = math.max(verdict.capture or 0, action.body_bytes) end
      if kind == "redact" then
        verdict.redact = verdict.redact or {}
        for _, field in ipairs(action.fields) do verdict.redact[#verdict.redact + 1] = field end
      end
    end
  end
  return verdict
end

function Judge:carry_out(enforced, client, now)
  for _, kind in ipairs(LADDER) do
    for _, decision in ipairs(enforced) do
      local verdict = decision.action.kind == kind and self:verdict(decision, client, now)
      if verdict then return verdict end
    end
  end
  return milder(enforced)
end

-- `call` has peer, forwarded, service, method, url, and `headers` and `certificate` as functions of itself, asked only
-- where a decision is about credentials. Answers `{ refuse, wait }`, or what of
-- `tag`, `capture` and `redact` there is.
function Judge:decide(call, now)
  self.checked = self.checked + 1
  local client, octets = client_address.of(call.peer, call.forwarded, self.internal)
  self.fuse:saw(client, now)
  if self.table.count == 0 then return NONE end
  call.octets = octets
  call.is_outside = not self.internal(octets)
  call.hashes = self.table.hashed > 0 and self.hashes:of(call:headers(), call.url, call:certificate()) or NONE
  local found = self.table:find(call, self:hub_ms(now))
  if not found then return NONE end
  local enforced = {}
  for _, decision in ipairs(found) do
    self.hits[decision.id] = (self.hits[decision.id] or 0) + 1
    if decision.is_enforced then enforced[#enforced + 1] = decision end
  end
  if #enforced == 0 or self:open(now) then return NONE end
  return self:carry_out(enforced, client, now)
end

return { new = new }
