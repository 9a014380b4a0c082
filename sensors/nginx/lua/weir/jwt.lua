-- Reads JSON Web Tokens (RFC 7519). Nobody verifies them here: what they say is never more than a claim.
local base64url = require "weir.base64url"
local cjson = require "cjson.safe"

local MAX_CHARS = 16384

local function object_in(part)
  local octets = base64url.decode(part)
  local value = octets and cjson.decode(octets)
  -- A list would be a table too.
  return type(value) == "table" and octets:find "^%s*{" and value or nil
end

-- The claims; nil for what is no such token.
local function read(text)
  if #text > MAX_CHARS or text:sub(1, 2) ~= "ey" then return nil end
  local head, claims = text:match "^([%w_-]+)%.([%w_-]+)%.[%w_-]*$"
  if not head or #head < 2 or #claims < 2 then return nil end
  local header = object_in(head)
  local is_token = header ~= nil and type(header.alg) == "string" and header.alg ~= ""
  return is_token and object_in(claims) or nil
end

local function is_jwt(text)
  return read(text) ~= nil
end

return { read = read, is_jwt = is_jwt }
