-- Reads a decision as the hub sends it (spec/decision.md); what is none is nil.
local address = require "weir.door.address"
local path_tree = require "weir.redact.path_tree"

local TEXT_CHARS, MAX_HASHES, CAPTURE_BYTES = 2048, 64, 1048576

local function text(value)
  return type(value) == "string" and #value <= TEXT_CHARS and value or nil
end

local function whole(value)
  return type(value) == "number" and value >= 0 and value % 1 == 0 and value or nil
end

local function hashes_of(list)
  if type(list) ~= "table" or #list == 0 or #list > MAX_HASHES then return nil end
  for index = 1, #list do
    if not text(list[index]) then return nil end
  end
  return list
end

local function subject_of(given)
  if type(given) ~= "table" then return nil end
  local kind = given.kind
  if kind == "any" then return { kind = kind } end
  if kind == "ip" then
    local range = text(given.range)
    return range and address.parse_range(range) and { kind = kind, range = range } or nil
  end
  if kind ~= "credential" and kind ~= "session" and kind ~= "principal" then return nil end
  local hashes = hashes_of(given.hashes)
  return hashes and { kind = kind, hashes = hashes } or nil
end

-- Values that end up in a header have no character that could end it.
local readers = {
  log = function() return {} end,
  allow = function() return {} end,
  tag = function(given)
    local name = text(given.name)
    return name and name:match "^[%w_.-]+$" and { name = name } or nil
  end,
  capture = function(given)
    local bytes = whole(given.body_bytes)
    return bytes and bytes >= 1 and bytes <= CAPTURE_BYTES and { body_bytes = bytes } or nil
  end,
  redact = function(given)
    local fields = type(given.fields) == "table" and given.fields or {}
    if #fields == 0 or #fields > path_tree.MOST then return nil end
    return path_tree.of(fields) and { fields = fields } or nil
  end,
  throttle = function(given)
    local calls, period = whole(given.calls), whole(given.per_s)
    return calls and period and calls > 0 and period > 0 and { calls = calls, per_s = period } or nil
  end,
  challenge = function(given)
    local acr = text(given.acr_values)
    if acr and not acr:match "^[%w_:./ -]+$" then return nil end
    return { acr_values = acr, max_age = whole(given.max_age) }
  end,
  deny = function(given)
    local status = whole(given.status)
    return status and status >= 400 and status <= 599 and { status = status, body = text(given.body) } or nil
  end,
}

local function action_of(given)
  local reader = type(given) == "table" and readers[given.kind]
  local action = reader and reader(given) or nil
  if action then action.kind = given.kind end
  return action
end

-- Returns the decision; nil and true for one that is well formed and cannot be carried out here.
local function read(given)
  if type(given) ~= "table" then return nil end
  local match = type(given.match) == "table" and given.match or nil
  local id, until_ms, subject = text(given.id), whole(given.until_ms), subject_of(given.subject)
  if not id or not until_ms or not subject or not match then return nil end
  -- Whoever cannot read where it holds must not let it hold everywhere.
  if type(match.from) == "string" and match.from ~= "outside" then return nil end
  if given.mode ~= "enforce" and given.mode ~= "simulate" then return nil end
  local action = action_of(given.action)
  if not action then return nil end
  return {
    id = id, subject = subject, action = action, until_ms = until_ms, is_enforced = given.mode == "enforce",
    service = text(match.service), is_outside = match.from == "outside", method = text(match.method), template = text(match.template),
  }
end

return { read = read }
