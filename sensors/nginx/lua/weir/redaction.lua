-- Header values that never leave the worker (spec/ingest.md, "Redaction at source").
local base64url = require "weir.base64url"
local sha256 = require "weir.sha256"

local KEPT_BYTES = 16

local Redaction = {}
Redaction.__index = Redaction

-- Without a key the value becomes the word alone and can no longer be told from another.
local function hider(key)
  if key == nil then return function() return "redacted" end end
  local hmac = sha256.hmac_under(key)
  return function(value) return "redacted:" .. base64url.encode(hmac(value):sub(1, KEPT_BYTES)) end
end

-- nil where nothing is to be hidden.
local function new(names, key)
  if names == nil or #names == 0 then return nil end
  local hidden = {}
  for _, name in ipairs(names) do hidden[name:lower()] = true end
  return setmetatable({ hidden = hidden, hide = hider(key) }, Redaction)
end

-- What hides the values of a field; nil for one that may be seen.
function Redaction:of(name)
  return self.hidden[name:lower()] and self.hide or nil
end

return { new = new }
