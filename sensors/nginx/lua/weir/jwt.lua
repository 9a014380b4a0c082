-- Tells whether a text is a JSON Web Token (RFC 7519). Nobody verifies it here: only its form counts.
local base64url = require "weir.base64url"
local cjson = require "cjson.safe"

local MAX_CHARS = 16384

local function object_in(part)
  local octets = base64url.decode(part)
  local value = octets and cjson.decode(octets)
  -- A list would be a table too.
  return type(value) == "table" and octets:find "^%s*{" and value or nil
end

local function is_jwt(text)
  if #text > MAX_CHARS or text:sub(1, 2) ~= "ey" then return false end
  local head, claims = text:match "^([%w_-]+)%.([%w_-]+)%.[%w_-]*$"
  if not head or #head < 2 or #claims < 2 then return false end
  local header = object_in(head)
  return header ~= nil and type(header.alg) == "string" and header.alg ~= "" and object_in(claims) ~= nil
end

return { is_jwt = is_jwt }
