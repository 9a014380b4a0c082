-- SHA-256, HMAC (RFC 2104) and HKDF (RFC 5869) with what the host has: nginx links libcrypto, and this calls
-- it there; where it cannot be called the same is computed in Lua.
local bit = require "bit"
local pure = require "weir.sha256_pure"

local BLOCK_BYTES, DIGEST_BYTES = 64, 32

-- nil where the process has no such function.
local function native_digest()
  local has_ffi, ffi = pcall(require, "ffi")
  if not has_ffi then return nil end
  local output = ffi.new "unsigned char[32]"
  local function digest(octets)
    ffi.C.SHA256(octets, #octets, output)
    return ffi.string(output, DIGEST_BYTES)
  end
  -- Somebody else may have declared it, with other types.
  pcall(ffi.cdef, "unsigned char *SHA256(const unsigned char *octets, size_t length, unsigned char *digest);")
  local works, answer = pcall(digest, "abc")
  return works and answer == pure.digest "abc" and digest or nil
end

local sha256 = { native = native_digest() }
sha256.digest = sha256.native or pure.digest

local function exclusive_or(text, octet)
  return (text:gsub(".", function(letter) return string.char(bit.bxor(letter:byte(), octet)) end))
end

-- Makes a function that computes the HMAC of octets under one key.
function sha256.hmac_under(key, digest)
  digest = digest or sha256.digest
  if #key > BLOCK_BYTES then key = digest(key) end
  local block = key .. ("\0"):rep(BLOCK_BYTES - #key)
  local inner, outer = exclusive_or(block, 0x36), exclusive_or(block, 0x5c)
  return function(octets) return digest(outer .. digest(inner .. octets)) end
end

-- HKDF with an empty salt; at most one digest long.
function sha256.hkdf(secret, info, length)
  local pseudorandom = sha256.hmac_under(("\0"):rep(DIGEST_BYTES))(secret)
  return sha256.hmac_under(pseudorandom)(info .. "\1"):sub(1, length)
end

return sha256
