-- Keeps a decision that was made too wide from becoming an outage (spec/decision.md). It counts clients and not
-- requests, so that one attacker who goes on knocking does not open the door for himself.
local MINUTE_SECONDS, OPEN_SECONDS = 60, 300
local DECISION_SHARE, DOOR_SHARE = 0.02, 0.2
-- Below so many clients a share says nothing; more than so many are not looked at.
local FEWEST, MOST = 10, 20000

local Fuse = {}
Fuse.__index = Fuse

local function begin(self, now)
  self.seen_before = self.minute and now - self.minute < 2 * MINUTE_SECONDS and self.seen_count or 0
  self.minute = now
  self.seen, self.seen_count = {}, 0
  self.refused, self.refused_count = {}, 0
  self.by_decision = {}
end

local function new()
  local state = setmetatable({ blown = {}, open_until = 0 }, Fuse)
  begin(state, 0)
  state.minute = nil
  return state
end

function Fuse:is_open(now)
  return now < self.open_until
end

function Fuse:is_blown(decision, now)
  local until_time = self.blown[decision]
  if not until_time then return false end
  if now < until_time then return true end
  self.blown[decision] = nil
  return false
end

function Fuse:saw(client, now)
  if not self.minute or now - self.minute >= MINUTE_SECONDS or now < self.minute then begin(self, now) end
  if self.seen[client] or self.seen_count >= MOST then return end
  self.seen[client] = true
  self.seen_count = self.seen_count + 1
end

local function is_too_many(self, clients, share)
  return clients >= FEWEST and clients > share * math.max(self.seen_count, self.seen_before)
end

-- To be told after `saw`. False where the refusal must not be.
function Fuse:may_refuse(decision, client, now)
  if self:is_open(now) or self:is_blown(decision, now) then return false end
  local own = self.by_decision[decision] or { count = 0, clients = {} }
  self.by_decision[decision] = own
  if self.seen[client] then
    if not own.clients[client] then own.clients[client], own.count = true, own.count + 1 end
    if not self.refused[client] then self.refused[client], self.refused_count = true, self.refused_count + 1 end
  end
  if is_too_many(self, own.count, DECISION_SHARE) then
    self.blown[decision] = now + OPEN_SECONDS
    return false
  end
  if is_too_many(self, self.refused_count, DOOR_SHARE) then
    self.open_until = now + OPEN_SECONDS
    return false
  end
  return true
end

return { new = new }
