-- What stands in place of a value that never leaves the worker, or that a client does not get (spec/redaction.md).
local base64url = require "weir.base64url"
local sha256 = require "weir.sha256"

local WORD, PREFIX, KEPT_BYTES = "redacted", "redacted:", 16

-- Without a key the value becomes the word alone and can no longer be told from another. What is redacted already stays.
local function hider(key)
  local hmac = key and sha256.hmac_under(key)
  return function(value)
    if value == WORD or value:sub(1, #PREFIX) == PREFIX then return value end
    if not hmac then return WORD end
    return PREFIX .. base64url.encode(hmac(value):sub(1, KEPT_BYTES))
  end
end

return { hider = hider }
