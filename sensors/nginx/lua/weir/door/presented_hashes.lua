-- Hashes of what a request presents (spec/credential.md), kept for credentials that come again.
local base64url = require "weir.base64url"
local credential = require "weir.credential"
local jwt = require "weir.jwt"

local MOST = 4096

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
  return setmetatable({ hashers = hashers, young = {}, old = {}, count = 0 }, Hashes)
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

function Hashes:of_one(kind, secret)
  local key = kind .. "\0" .. secret
  local known = self.young[key]
  if known then return known end
  known = self.old[key] or self:compute(kind, secret)
  if self.count >= MOST then self.old, self.young, self.count = self.young, {}, 0 end
  self.young[key] = known
  self.count = self.count + 1
  return known
end

function Hashes:of(headers, url, certificate)
  local all = {}
  for _, one in ipairs(credential.presented(headers, url, certificate)) do
    for _, hash in ipairs(self:of_one(one.kind, one.secret)) do all[#all + 1] = hash end
  end
  return all
end

return { new = new }
