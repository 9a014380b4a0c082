-- Holds back the JSON body of a response until it ends, and lets it go with the values of some fields replaced
-- (spec/redaction.md). What cannot be redacted passes as it was and is counted.
local bodies = require "weir.redact.bodies"
local json_scanner = require "weir.redact.json_scanner"
local path_tree = require "weir.redact.path_tree"

local HELD_BYTES = 1048576
-- About octets that are no longer the same.
local STALE = { "Content-Length", "ETag", "Content-MD5", "Digest" }

-- `is_in_use`: a decision of this worker has redacted before; until then no response is looked at.
local response = { is_in_use = false }

local function hide() return "redacted" end

-- In the access phase: a decision redacts what this request will be answered with.
function response.expect(_, fields)
  response.is_in_use = true
  -- What is coded cannot be read.
  ngx.req.set_header("Accept-Encoding", "identity")
  ngx.ctx.weir_redact = { place = path_tree.of(fields), chunks = {}, bytes = 0, is_holding = false }
end

-- Whether there may be something to redact in the response that begins, and whether it can be held.
local function look(header)
  local status = ngx.status
  if ngx.req.get_method() == "HEAD" or status < 200 or status == 204 or status == 304 then return false end
  if bodies.kind_of(header["Content-Type"]) ~= "json" then return false end
  local length = tonumber(header["Content-Length"] or "") or 0
  return true, bodies.is_plain(header["Content-Encoding"]) and status ~= 206 and length <= HELD_BYTES
end

function response.header_filter(judge)
  local redaction = ngx.ctx.weir_redact
  if not redaction then return end
  local header = ngx.header
  local is_json, can_be_held = look(header)
  if not is_json then return end
  if not can_be_held then
    judge.passed_over = judge.passed_over + 1
    return
  end
  -- The header goes out before the body is known.
  for _, name in ipairs(STALE) do header[name] = nil end
  redaction.is_holding = true
end

-- Everything that was held, and no more of it.
local function let_go(redaction)
  local octets = table.concat(redaction.chunks)
  redaction.is_holding, redaction.chunks = false, nil
  return octets
end

local function finish(redaction, judge)
  local octets = let_go(redaction)
  local ok, redacted = pcall(json_scanner.redact, octets, redaction.place, hide, false)
  if ok and redacted then return redacted end
  judge.passed_over = judge.passed_over + 1
  return octets
end

-- What of a response is to be sent for now, in place of `chunk`; nil for nothing.
local function next_part(redaction, judge, chunk, is_last)
  redaction.chunks[#redaction.chunks + 1] = chunk
  redaction.bytes = redaction.bytes + #chunk
  if redaction.bytes > HELD_BYTES then
    judge.passed_over = judge.passed_over + 1
    return let_go(redaction)
  end
  return is_last and finish(redaction, judge) or nil
end

-- Before the sensor looks at the body: it sees what the client gets.
function response.body_filter(judge)
  local redaction = ngx.ctx.weir_redact
  if not redaction or not redaction.is_holding then return end
  local arguments = ngx.arg
  arguments[1] = next_part(redaction, judge, arguments[1] or "", arguments[2])
end

return response
