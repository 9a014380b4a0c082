-- Paths such as `items[].card["a.b"]` (spec/redaction.md), all of them as one tree: a body is walked once however many there are.
local json_string = require "weir.redact.json_string"

local MAX_STEPS, MAX_CHARS = 16, 1024
local ELEMENT, ANY_MEMBER = {}, {}
local NAME = '^[^.%[%]#{"]+'

local function quoted(text, at)
  local stop = json_string.end_of(text, at + 1)
  if not stop or text:sub(stop, stop) ~= "]" then return nil end
  return json_string.decoded(text:sub(at + 2, stop - 2)), stop + 1
end

-- The step at `at`, and where the next begins; nil where there is none.
local function step(text, at, is_first)
  if text:sub(at, at + 1) == "[]" then return ELEMENT, at + 2 end
  if text:sub(at, at + 1) == '["' then return quoted(text, at) end
  if not is_first then
    if text:sub(at, at) ~= "." then return nil end
    at = at + 1
  end
  if text:sub(at, at + 2) == "{*}" then return ANY_MEMBER, at + 3 end
  local name = text:match(NAME, at)
  return name, name and at + #name
end

-- The steps of a path; nil for a text that is none, or too long.
local function parse(text)
  if type(text) ~= "string" or text == "" or #text > MAX_CHARS then return nil end
  local steps, at = {}, 1
  while at <= #text do
    local found
    found, at = step(text, at, #steps == 0)
    if found == nil or #steps == MAX_STEPS then return nil end
    steps[#steps + 1] = found
  end
  return steps
end

local function branch() return { members = {}, is_end = false } end

local function grow(parent, found)
  if found == ELEMENT then
    parent.element = parent.element or branch()
    return parent.element
  end
  if found == ANY_MEMBER then
    parent.any_member = parent.any_member or branch()
    return parent.any_member
  end
  parent.members[found] = parent.members[found] or branch()
  return parent.members[found]
end

-- The place where a document begins, or nil and the text that is no path.
local function of(paths)
  local root = branch()
  for _, path in ipairs(paths) do
    local steps = parse(path)
    if not steps then return nil, tostring(path) end
    local at = root
    for _, found in ipairs(steps) do at = grow(at, found) end
    at.is_end = true
  end
  return { root }
end

-- The branches a place in a document stands on; nil where no path leads on from it.
local function member(place, name)
  local next_place
  for index = 1, #place do
    local from = place[index]
    local named, any = from.members[name], from.any_member
    if named or any then next_place = next_place or {} end
    if named then next_place[#next_place + 1] = named end
    if any then next_place[#next_place + 1] = any end
  end
  return next_place
end

local function element(place)
  local next_place
  for index = 1, #place do
    local found = place[index].element
    if found then
      next_place = next_place or {}
      next_place[#next_place + 1] = found
    end
  end
  return next_place
end

-- Whether a path ends here, so that it covers everything below.
local function is_named(place)
  if not place then return false end
  for index = 1, #place do
    if place[index].is_end then return true end
  end
  return false
end

return { MOST = 64, of = of, member = member, element = element, is_named = is_named }
