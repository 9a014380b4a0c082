-- The hub's stream of decisions over one connection. It asks in HTTP/1.0, so that the answer is lines and nothing
-- else until the connection ends.
local connection = require "weir.connection"

local PATH = "/v1/doors/stream"
-- How long a read waits before it looks whether the worker is to end.
local LOOK_MS = 1000
local CONNECT_SECONDS = 5
local FIRST_SECONDS = 10
local MISSED_BEATS = 3
local READ_BYTES, MAX_HELD = 16384, 65536

local function request_of(address, key, agent, query)
  return table.concat {
    "GET ", address.path, PATH, "?", query, " HTTP/1.0\r\nhost: ", connection.authority(address),
    "\r\nauthorization: Bearer ", key, "\r\nuser-agent: ", agent, "\r\naccept: application/x-ndjson\r\n\r\n",
  }
end

-- Hands over whole lines; returns the rest, or nil where a line is too long.
local function cut(held, take)
  local from = 1
  while true do
    local at = held:find("\n", from, true)
    if not at then break end
    if at > from then take(held:sub(from, at - 1)) end
    from = at + 1
  end
  local rest = held:sub(from)
  return #rest <= MAX_HELD and rest or nil
end

-- Reads until the stream ends, is silent too long, or `is_ending` says so.
local function read(socket, take, silence_seconds, is_ending)
  local held, heard = "", ngx.now()
  socket:settimeout(LOOK_MS)
  while not is_ending() do
    local part, problem = socket:receiveany(READ_BYTES)
    ngx.update_time()
    if part then
      heard = ngx.now()
      held = cut(held .. part, take)
      if not held then return "a line is too long" end
    elseif problem ~= "timeout" then
      return problem
    elseif ngx.now() - heard > silence_seconds() then
      return "the hub is silent"
    end
  end
  return "the worker ends"
end

-- One connection, from its beginning to its end. Returns why it ended and, where the hub refused, its answer.
local function run(options, query, take)
  local deadline = ngx.now() + CONNECT_SECONDS
  local socket, problem = connection.connect(options.address, deadline)
  if not socket then return problem end
  local answer
  answer, problem = connection.ask(socket, request_of(options.address, options.key, options.agent, query), deadline)
  if not answer or answer.status ~= 200 then
    socket:close()
    return answer and "status " .. answer.status or problem, answer
  end
  local function silence_seconds()
    local beat = options.heartbeat_seconds()
    return beat and beat * MISSED_BEATS or FIRST_SECONDS
  end
  problem = read(socket, take, silence_seconds, options.is_ending)
  socket:close()
  return problem, nil, true
end

return { run = run }
