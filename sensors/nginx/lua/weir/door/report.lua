-- What a door tells the hub about itself, as JSON (spec/decision.md).
local json_text = require "weir.json_text"

local CAN = '["log","capture","tag","redact","throttle","challenge","deny","allow"]'

local function hits_of(hits, fuse, now)
  local parts = {}
  for id, count in pairs(hits) do
    parts[#parts + 1] = ('{"id":%s,"hits":%d,"blown":%s}'):format(
      json_text.of(id), count, tostring(fuse:is_blown(id, now))
    )
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function count(set)
  local size = 0
  for _ in pairs(set) do size = size + 1 end
  return size
end

local function of(boot, agent, judge, application, hits, now)
  local open = judge:open(now)
  return ('{"boot":%s,"agent":%s,"can":%s,"epoch":%s,"seq":%d,"lag_ms":%.3f,"held":%d,"unsupported":%d,"checked":%d,'
    .. '"refused":%d,"faults":%d,"passed_over":%d,"open":%s,"hits":%s}'):format(
    json_text.of(boot), json_text.of(agent), CAN, json_text.of(application.epoch), application.seq,
    application.lag_ms, judge.table.count, count(application.unsupported), judge.checked, judge.refused,
    judge.faults, judge.passed_over, open and '"' .. open .. '"' or "null", hits_of(hits, judge.fuse, now)
  )
end

return { of = of }
