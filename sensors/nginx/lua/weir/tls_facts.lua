-- What TLS tells about a client connection; the same for all its requests, so it is asked for once.
local sha256 = require "weir.sha256"

local REMEMBERED = 4096

local known, known_count = {}, 0

-- The fingerprint as our other sensors name a certificate: SHA-256 of its DER octets, in hex with colons.
local function fingerprint(pem)
  local base64 = pem:gsub("%-%-%-%-%-[%u ]+%-%-%-%-%-", ""):gsub("%s+", "")
  local der = ngx.decode_base64(base64)
  if not der then return nil end
  local hex = sha256.digest(der):gsub(".", function(octet) return (":%02X"):format(octet:byte()) end)
  return hex:sub(2)
end

local function read(var, version)
  local pem = var.ssl_client_raw_cert
  return {
    version = version,
    sni = var.ssl_server_name,
    alpn = var.ssl_alpn_protocol,
    client_cert = pem and pem ~= "" and fingerprint(pem) or nil,
  }
end

-- nil for a connection without TLS.
local function of(var, connection)
  local version = var.ssl_protocol
  if version == nil or version == "" then return nil end
  local facts = known[connection]
  if facts then return facts end
  if known_count >= REMEMBERED then known, known_count = {}, 0 end
  facts = read(var, version)
  known[connection], known_count = facts, known_count + 1
  return facts
end

return { of = of }
