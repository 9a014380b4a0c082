-- The credentials a request presents, and the keyed hash each is known by (spec/credential.md).
local base64url = require "weir.base64url"
local jwt = require "weir.jwt"
local session_cookie = require "weir.session_cookie"
local sha256 = require "weir.sha256"

local HEADER_CHARS = 16384
local URL_CHARS = 65536
local SCOPE_CHARS = 4096
local MAX_COOKIES = 64
local KEY_ID_BYTES, KEY_BYTES, HASH_BYTES = 3, 32, 16

local api_key_headers = { "x-api-key", "api-key", "apikey", "x-apikey", "x-auth-token", "x-access-token" }
local api_key_parameters = {
  ["api_key"] = true, ["api-key"] = true, ["apikey"] = true, ["access_token"] = true, ["auth_token"] = true,
}

local function trim(text)
  return text:match "^%s*(.-)%s*$"
end

-- All values of a header field; `headers` is what `ngx.req.get_headers()` answers.
local function values_of(headers, name)
  local value = headers[name]
  if type(value) == "table" then return value end
  return { type(value) == "string" and value or nil }
end

local function add(found, kind, secret)
  found[#found + 1] = { kind = kind, secret = secret }
end

local function unescape(text)
  local plain = text:gsub("+", " ")
  return (plain:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- Calls `look` with name and value of each query parameter until it answers.
local function find_parameter(url, look)
  local query = url:sub(1, URL_CHARS):match "%?(.*)$"
  if not query then return nil end
  for name, value in query:gmatch "([^&?=]+)=([^&#]*)" do
    local answer = look(name:lower(), value)
    if answer then return answer end
  end
  return nil
end

local function access_key_of(scope)
  local id, date, region, service =
    scope:match "Credential=([%u%d]+)/(%d%d%d%d%d%d%d%d)/([%w_-]*)/([%w_-]+)/aws4_request"
  if not date or #id < 16 or #id > 128 or #region > 32 or #service > 32 then return nil end
  return id
end

local function is_signed(value)
  return value:find "^%s*AWS4%-HMAC%-SHA256%s" or value:find "^%s*AWS4%-ECDSA%-P256%-SHA256%s"
end

local function add_signature(found, headers, url)
  for _, value in ipairs(values_of(headers, "authorization")) do
    if is_signed(value) then
      local id = access_key_of(value:sub(1, SCOPE_CHARS))
      if id then add(found, "sigv4", id) end
      return
    end
  end
  local scope = find_parameter(url, function(name, value)
    return name == "x-amz-credential" and #value > 0 and value:sub(1, 512)
  end)
  local id = scope and access_key_of("Credential=" .. scope:gsub("%%2[Ff]", "/"))
  if id then add(found, "sigv4", id) end
end

local function add_basic(found, token)
  local pair = base64url.decode(token)
  if pair and pair:find(":", 1, true) then add(found, "basic", pair) end
end

local function add_authorization(found, value)
  local trimmed = trim(value:sub(1, HEADER_CHARS))
  local scheme, token = trimmed:match "^([^ ]*) (.*)$"
  scheme, token = scheme or trimmed, trim(token or "")
  local lower = scheme:lower()
  if lower == "bearer" or lower == "dpop" then add(found, "bearer", token)
  elseif lower == "basic" then add_basic(found, token)
  elseif lower == "token" or lower == "apikey" or lower == "api-key" then
    if token ~= "" then add(found, "api-key", token) end
  elseif token == "" and jwt.is_jwt(scheme) then add(found, "bearer", scheme) end
end

local function add_token_or_key(found, value)
  add(found, jwt.is_jwt(value) and "bearer" or "api-key", value)
end

local function add_api_keys(found, headers, url)
  for _, name in ipairs(api_key_headers) do
    local value = trim(values_of(headers, name)[1] or "")
    if value ~= "" then add_token_or_key(found, value) end
  end
  local key = find_parameter(url, function(name, value)
    return api_key_parameters[name] and #value >= 8 and value:sub(1, 4096)
  end)
  if key then add_token_or_key(found, unescape(key)) end
end

local function add_sessions(found, header)
  local count = 0
  for pair in (header:sub(1, HEADER_CHARS) .. ";"):gmatch "([^;]*);" do
    count = count + 1
    if count > MAX_COOKIES then return end
    local name, value = pair:match "^([^=]*)=(.*)$"
    if name then
      name, value = trim(name), trim(value)
      if #value >= 8 and session_cookie.is_named(name) then add(found, "session", name .. "=" .. value) end
    end
  end
end

local credential = {}

-- Every credential of a request as `{ kind, secret }`, the one that says most about who acts first. `headers`
-- have lower-case names; `certificate` may be nil.
function credential.presented(headers, url, certificate)
  local found = {}
  add_signature(found, headers, url)
  for _, value in ipairs(values_of(headers, "authorization")) do add_authorization(found, value) end
  add_api_keys(found, headers, url)
  for _, header in ipairs(values_of(headers, "cookie")) do add_sessions(found, header) end
  if certificate and certificate ~= "" then add(found, "certificate", certificate) end
  return found
end

-- The key id and the key that an installation secret yields.
function credential.keys_of(secret)
  local id = sha256.hkdf(secret, "weir/v1/key-id", KEY_ID_BYTES)
  return id, sha256.hkdf(secret, "weir/v1/credential", KEY_BYTES)
end

-- Makes a function from kind and credential to hash.
function credential.hasher(key_id, key)
  local prefix = base64url.encode(key_id) .. "."
  local hmac = sha256.hmac_under(key)
  return function(kind, secret)
    return prefix .. base64url.encode(hmac(kind .. "\0" .. secret):sub(1, HASH_BYTES))
  end
end

return credential
