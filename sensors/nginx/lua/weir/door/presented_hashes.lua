-- Hashes of what a request presents (spec/credential.md), kept for credentials that come again.
local base64url = require "weir.base64url"
local credential = require "weir.credential"
local jwt = require "weir.jwt"
local memo = require "weir.memo"

local MOST, LONGEST_REMEMBERED = 4096, 4096
-- Beside `authorization`, where a credential can stand.
local OTHER_PLACES = { "cookie", "x-api-key", "api-key", "apikey", "x-apikey", "x-auth-token", "x-access-token" }

local Hashes = {}
Hashes.__index = Hashes

-- `keys` as the hub sends them: a list of `{ id, credential }`.
local function new(keys)
  local hashers = {}
  for _, key in ipairs(keys) do
    local octets = type(key) == "table" and type(key.credential) == "string" and base64url.decode(key.credential)
    local id = octets and type(key.id) == "string" and base64url.decode(key.id)
    if id then hashers[#hashers + 1] = credential.hasher(id, octets) end
  end
  local self = setmetatable({ hashers = hashers }, Hashes)
  self.by_credential = memo.new(MOST, function(kind, secret) return self:compute(kind, secret) end)
  self.by_header = memo.new(MOST, function(headers, url) return self:read(headers, url) end)
  return self
end

-- Issuer and name a credential claims; nil where it claims none.
local function claim_of(kind, secret)
  if kind == "basic" then return "", secret:match "^([^:]+):" end
  local claims = jwt.read(kind == "session" and secret:match "=(.*)$" or secret)
  if not claims then return nil end
  local function text(name)
    local value = claims[name]
    return type(value) == "string" and value ~= "" and value:sub(1, 256) or nil
  end
  local name = text "sub" or text "client_id" or text "azp" or text "cid"
  return text "iss" or "", name
end

function Hashes:compute(kind, secret)
  local hashes = {}
  local issuer, name = claim_of(kind, secret)
  for _, hash in ipairs(self.hashers) do
    hashes[#hashes + 1] = hash(kind, secret)
    if name then hashes[#hashes + 1] = hash("principal", issuer .. "\0" .. name) end
  end
  return hashes
end

function Hashes:read(headers, url, certificate)
  local all = {}
  for _, one in ipairs(credential.presented(headers, url, certificate)) do
    local kind, secret = one.kind, one.secret
    local hashes = #secret > LONGEST_REMEMBERED and self:compute(kind, secret)
      or self.by_credential:get(kind .. "\0" .. secret, kind, secret)
    for _, hash in ipairs(hashes) do all[#all + 1] = hash end
  end
  return all
end

-- Whether the query may have a parameter that is a credential.
local function asks_with_key(url)
  if not url:find("=", 1, true) then return false end
  local lower = url:lower()
  return lower:find("key=", 1, true) or lower:find("token=", 1, true) or lower:find("credential=", 1, true)
end

-- The one `authorization` of a request that presents nothing else: most requests are such. One that is signed is a
-- new one each time.
local function sole_header(headers, url, certificate)
  local value = headers.authorization
  if type(value) ~= "string" or certificate or #value > LONGEST_REMEMBERED or value:sub(1, 4) == "AWS4" then return nil end
  for index = 1, #OTHER_PLACES do
    if headers[OTHER_PLACES[index]] then return nil end
  end
  return not asks_with_key(url) and value or nil
end

-- `headers` have lower-case names.
function Hashes:of(headers, url, certificate)
  local sole = sole_header(headers, url, certificate)
  if sole then return self.by_header:get(sole, headers, url) end
  return self:read(headers, url, certificate)
end

return { new = new }
