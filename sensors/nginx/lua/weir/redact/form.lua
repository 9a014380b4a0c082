-- Replaces values of an `application/x-www-form-urlencoded` body (WHATWG URL §5); all else stays as it is.
local path_tree = require "weir.redact.path_tree"

-- As far as it can be: what is no escape stays.
local function decoded(text)
  return (text:gsub("+", " "):gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function redact(text, place, hide)
  return (text:gsub("[^&]+", function(field)
    local name, value = field:match "^([^=]*)=(.*)$"
    if not name or not path_tree.is_named(path_tree.member(place, decoded(name))) then return nil end
    return name .. "=" .. hide(decoded(value))
  end))
end

return { redact = redact }
