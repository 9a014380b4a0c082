-- What an operator can set, the default of each, and everything that is bounded, with its reason.
local path_tree = require "weir.redact.path_tree"

local settings = {}

local defaults = {
  -- Of each body; the rest is counted, not kept.
  body_bytes = 64 * 1024,
  -- Of all response bodies being copied at one time by one worker; beyond it exchanges go without.
  capture_bytes = 16 * 1024 * 1024,
  -- Held by one worker while the hub does not take it.
  queue_bytes = 16 * 1024 * 1024,
  -- One batch. The kernel takes it whole, so that a hung hub holds nothing open.
  batch_bytes = 256 * 1024,
  batch_lines = 500,
  -- A line waits at most this long for company: what Weir says must be fresh.
  batch_ms = 50,
  -- An answer that never ends, such as an event stream, is reported after so long as far as it got.
  stream_ms = 30000,
  -- Bodies of answers that take longer are let go of.
  answer_ms = 600000,
  -- An idle sensor says that it lives, and its balance.
  heartbeat_ms = 30000,
  -- A worker that ends waits at most so long for what is queued.
  exit_ms = 500,
  -- Share of exchanges that are sent.
  sample = 1,
  read_body = true,
  -- Refuses what the hub decides; the key must be one of a door.
  door = false,
  ssl_verify = true,
}

local strings = { url = true, key = true, service = true, service_variable = true, redact_key = true }
local optional = { redact = "table", redact_paths = "table", ssl = "boolean" }

-- Takes an address apart; nil where it is none.
local function address(url)
  local scheme, authority, path = url:match "^(https?)://([^/?#]+)([^?#]*)$"
  if not scheme then return nil end
  local host, port = authority:match "^(%[[%x:%.]+%]):?(%d*)$"
  if not host then host, port = authority:match "^([^:@]+):?(%d*)$" end
  if not host then return nil end
  local is_ssl = scheme == "https"
  local number = port == "" and (is_ssl and 443 or 80) or tonumber(port)
  if number < 1 or number > 65535 then return nil end
  return { host = host, dial = host, port = number, path = path:gsub("/+$", ""), ssl = is_ssl }
end

local function is_whole(value)
  return type(value) == "number" and value >= 0 and value % 1 == 0 and value <= 2 ^ 40
end

local function check(name, value)
  if name == "sample" then
    return type(value) == "number" and value >= 0 and value <= 1, "expected a number from 0 to 1"
  end
  if strings[name] then return type(value) == "string" and value ~= "", "expected a string" end
  if optional[name] then return type(value) == optional[name], "expected a " .. optional[name] end
  if type(defaults[name]) == "number" then return is_whole(value), "expected a whole number" end
  if type(defaults[name]) == "boolean" then return type(value) == "boolean", "expected true or false" end
  return false, "no such setting"
end

-- Returns the settings, or nil and all that is wrong with the options.
function settings.read(options)
  local read, problems = {}, {}
  for name, value in pairs(defaults) do read[name] = value end
  for name, value in pairs(options) do
    local ok, problem = check(name, value)
    read[name] = value
    if not ok then problems[#problems + 1] = tostring(name) .. ": " .. problem end
  end
  if type(options.redact_paths) == "table" and #options.redact_paths > 0 then
    local place, wrong = path_tree.of(options.redact_paths)
    if not place then
      problems[#problems + 1] = "redact_paths: " .. wrong:sub(1, 80) .. ": expected a path such as items[].card.number"
    end
    if #options.redact_paths > path_tree.MOST then problems[#problems + 1] = "redact_paths: expected 64 paths or fewer" end
  end
  if options.key == nil then problems[#problems + 1] = "key: expected the key the hub gave out" end
  local url = options.url or "http://127.0.0.1:7447"
  read.address = type(url) == "string" and address(url) or nil
  if not read.address then
    problems[#problems + 1] = "url: expected an address such as http://127.0.0.1:7447"
  end
  if #problems > 0 then
    table.sort(problems)
    return nil, table.concat(problems, "; ")
  end
  if options.ssl ~= nil then read.address.ssl = options.ssl end
  read.address.ssl_verify = read.ssl_verify
  return read
end

return settings
