-- Short texts as JSON strings: hosts, methods, names. The same few come all the time.
local json_writer = require "weir.json_writer"

local MAX_KNOWN, KNOWN_CHARS = 4096, 64

local writer = json_writer.new()
local known, known_count = {}, 0

local function of(text)
  local json = known[text]
  if json then return json end
  writer:clear(1024 * 1024)
  writer:string(text)
  json = writer:text_from(0)
  if #text > KNOWN_CHARS then return json end
  if known_count >= MAX_KNOWN then known, known_count = {}, 0 end
  known[text], known_count = json, known_count + 1
  return json
end

return { of = of }
