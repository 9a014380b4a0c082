-- Whether a path is one a template stands for: a part in braces is one segment that is not empty, a last one
-- that ends in `*}` is all that follow (spec/decision.md).
local function split(text)
  local parts = {}
  for part in (text .. "/"):gmatch "([^/]*)/" do parts[#parts + 1] = part end
  return parts
end

-- Makes a function from request target to true or false.
local function compile(template)
  local parts = split(template)
  local takes_rest = parts[#parts]:match "^{[^{}]*%*}$" ~= nil
  if takes_rest then parts[#parts] = nil end
  local wanted = #parts
  return function(url)
    local segments = split(url:match "^[^?#]*")
    if takes_rest and #segments <= wanted or not takes_rest and #segments ~= wanted then return false end
    for index = 1, wanted do
      local part, segment = parts[index], segments[index]
      if part:match "^{[^{}]*}$" then
        if segment == "" then return false end
      elseif part ~= segment then
        return false
      end
    end
    return true
  end
end

return { compile = compile }
