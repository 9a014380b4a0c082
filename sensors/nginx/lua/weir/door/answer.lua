-- Carries a verdict out, in the access phase.
local TAG = "weir-tag"

local texts = { deny = "Refused.\n", throttle = "Too many requests.\n", challenge = "Sign in again.\n" }
local statuses = { throttle = 429, challenge = 401 }

-- RFC 9470 §3: `acr_values` asks for a better sign-in, `max_age` for a newer one.
local function challenge_of(action)
  local parts = {
    'error="insufficient_user_authentication"', 'error_description="A different authentication level is required"',
  }
  if action.acr_values then parts[#parts + 1] = ('acr_values="%s"'):format(action.acr_values) end
  if action.max_age then parts[#parts + 1] = ('max_age="%d"'):format(action.max_age) end
  return "Bearer " .. table.concat(parts, ", ")
end

local function refuse(action, wait)
  local body = action.body or texts[action.kind]
  local header = ngx.header
  ngx.req.discard_body()
  ngx.status = action.status or statuses[action.kind]
  header["Content-Type"] = "text/plain; charset=utf-8"
  header["Cache-Control"] = "no-store"
  header["Content-Length"] = #body
  if action.kind == "throttle" then header["Retry-After"] = wait end
  if action.kind == "challenge" then header["WWW-Authenticate"] = challenge_of(action) end
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

-- Does not return where the request is refused.
local function carry_out(verdict)
  if verdict.refuse then return refuse(verdict.refuse, verdict.wait) end
  if verdict.capture then ngx.ctx.weir_capture = verdict.capture end
  -- A tag is Weir's alone to give.
  if verdict.tag then ngx.req.set_header(TAG, verdict.tag)
  elseif ngx.var.http_weir_tag then ngx.req.clear_header(TAG) end
end

return { carry_out = carry_out }
