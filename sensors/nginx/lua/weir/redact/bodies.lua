-- Values of bodies that never leave the worker (spec/redaction.md).
local form = require "weir.redact.form"
local hider = require("weir.redact.hide").hider
local json_scanner = require "weir.redact.json_scanner"
local path_tree = require "weir.redact.path_tree"

local Bodies = {}
Bodies.__index = Bodies

-- What a body is by its content type: "json", "form", or nil.
local function kind_of(content_type)
  local name = type(content_type) == "string" and content_type:match "^%s*([^;%s]*)"
  if not name then return nil end
  name = name:lower()
  if name == "application/json" or name:sub(-5) == "+json" then return "json" end
  return name == "application/x-www-form-urlencoded" and "form" or nil
end

local function is_plain(coding)
  return coding == nil or type(coding) == "string" and coding:match "^%s*$" or tostring(coding):lower() == "identity"
end

-- nil where nothing is to be hidden.
local function new(paths, key)
  if paths == nil or #paths == 0 then return nil end
  return setmetatable({ place = assert(path_tree.of(paths)), hide = hider(key) }, Bodies)
end

-- The octets as they may leave; nil where they cannot be read and may not.
function Bodies:of(octets, content_type, coding, is_cut)
  local kind = kind_of(content_type)
  if not kind then return octets end
  if not is_plain(coding) then return nil end
  if kind == "form" then return form.redact(octets, self.place, self.hide) end
  return json_scanner.redact(octets, self.place, self.hide, is_cut)
end

return { new = new, kind_of = kind_of, is_plain = is_plain }
