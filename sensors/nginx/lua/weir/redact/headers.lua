-- Header values that never leave the worker (spec/redaction.md).
local hider = require("weir.redact.hide").hider

local Redaction = {}
Redaction.__index = Redaction

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
