-- base64url without padding (RFC 4648 §5).
local function encode(octets)
  return (ngx.encode_base64(octets):gsub("[+/=]", { ["+"] = "-", ["/"] = "_", ["="] = "" }))
end

-- Either alphabet, padded or not; nil where the text is no base64.
local function decode(text)
  if text:find "[^%w+/_=-]" then return nil end
  local plain = text:gsub("=+$", ""):gsub("[-_]", { ["-"] = "+", ["_"] = "/" })
  if plain:find("=", 1, true) or #plain % 4 == 1 then return nil end
  return ngx.decode_base64(plain .. ("="):rep(-#plain % 4))
end

return { encode = encode, decode = decode }
