-- What can be had of a request's body once the request is over.
local MEMORY_BYTES = 8 * 1024

-- Newer lua-nginx-modules copy no more than they are asked for.
local takes_limit = ngx.config.ngx_lua_version >= 10027

local request_body = {}

local function from_file(path, limit)
  local file = io.open(path, "rb")
  -- nginx removes the file's name at once unless Lua asked for the body: see `fetch`.
  if not file then return nil, 0 end
  local octets = file:read(limit)
  local size = file:seek "end"
  file:close()
  return octets, size or 0
end

-- Returns at most `limit` octets, nil where there are none, and how many there were.
function request_body.read(limit)
  local octets
  if takes_limit then octets = ngx.req.get_body_data(limit) else octets = ngx.req.get_body_data() end
  if octets then
    local size = #octets
    return size > limit and octets:sub(1, limit) or octets, size
  end
  local path = ngx.req.get_body_file()
  if path then return from_file(path, limit) end
  return nil, 0
end

-- True for a body that nginx might put into a file whose name is gone by the time of the log phase. Never for
-- calls that stream both ways, which would wait for the end of what does not end, and not for streams of
-- HTTP/2 that announce no size, of which newer lua-nginx-modules refuse to read the body.
local function may_be_spooled()
  local var = ngx.var
  local size = var.content_length
  if size and size ~= "" then
    if (tonumber(size) or 0) <= MEMORY_BYTES then return false end
  elseif not var.http_transfer_encoding then
    return false
  end
  if var.http_upgrade then return false end
  local content_type = var.content_type
  return not (content_type and content_type:sub(1, 16) == "application/grpc")
end

-- Reads a body that would be lost otherwise, as nginx itself does before it asks an upstream.
function request_body.fetch()
  if may_be_spooled() then ngx.req.read_body() end
end

return request_body
