-- What the sensor does in each phase of a request. Nothing here changes the request, the response or their
-- timing.
local capture = require "weir.capture"
local record = require "weir.record"
local request_body = require "weir.request_body"

-- Streams whose request is kept until they are reported; beyond it a stream is reported at its end.
local MAX_STREAMS = 1000

-- Answers that may never end; each with what its content type begins with.
local streams = { "text/event-stream", "application/grpc", "application/x-ndjson", "multipart/x-mixed-replace" }

local phases = {}

local function is_stream(content_type)
  if type(content_type) ~= "string" then return false end
  for index = 1, #streams do
    local start = streams[index]
    if content_type:sub(1, #start) == start then return true end
  end
  return false
end

-- Large bodies have to be asked for before nginx forgets where it put them.
function phases.access(worker, options)
  local wanted = worker.settings.read_body
  if options and options.read_body ~= nil then wanted = options.read_body end
  if wanted then request_body.fetch() end
end

-- Copies the request while its response has only begun.
local function record_early(worker, begun)
  local copy = record.of_request(worker.settings, begun.body_bytes)
  if copy then record.add_response(copy, begun) end
  return copy
end

-- Behind a 101 there is no HTTP: it is reported at once.
local function report_upgrade(worker, begun)
  local copy = record_early(worker, begun)
  begun.is_reported = true
  if copy == nil then return end
  record.finish(copy, nil, true)
  worker:report(copy)
end

function phases.header_filter(worker)
  if ngx.is_subrequest then return end
  local header, context = ngx.header, ngx.ctx
  local begun = capture.begin(header["Content-Encoding"], worker.settings.body_bytes, context.weir_capture)
  context.weir = begun
  if not worker:is_open() then
    begun.is_refused = true
    return
  end
  if ngx.status == 101 then return report_upgrade(worker, begun) end
  if is_stream(header["Content-Type"]) and worker.under_way.count < MAX_STREAMS then
    begun.record = record_early(worker, begun)
    worker.under_way:hold(begun)
  end
end

function phases.body_filter(worker)
  local begun = ngx.ctx.weir
  if begun == nil or begun.is_refused or begun.is_reported then return end
  local arguments = ngx.arg
  if begun:wants_chunks() then
    local chunk = arguments[1]
    if chunk ~= "" and chunk ~= nil then begun:add(chunk, worker.settings) end
  end
  if arguments[2] then begun.has_ended = true else worker.under_way:hold(begun) end
end

-- Releases what the exchange held, whatever becomes of it.
local function conclude(worker, begun)
  if begun == nil then return end
  worker.under_way:forget(begun)
  begun:release()
end

local function complete_record(worker, begun)
  local copy = begun and begun.record
  if not copy then
    copy = record.of_request(worker.settings, begun and begun.body_bytes or worker.settings.body_bytes)
    if copy == nil then return nil end
    if begun then record.add_response(copy, begun) end
  end
  local is_complete = begun and begun.has_ended and ngx.var.request_completion == "OK"
  record.finish(copy, begun, is_complete)
  return copy
end

function phases.log(worker)
  if ngx.is_subrequest then return end
  local context = ngx.ctx
  local begun = context.weir
  if begun and begun.is_reported then return conclude(worker, begun) end
  if context.weir_fault then
    worker.balance:refuse "fault"
    return conclude(worker, begun)
  end
  if (begun and begun.is_refused) or not worker:is_open() then
    worker.balance:refuse "queue-full"
    return conclude(worker, begun)
  end
  local ok, copy = pcall(complete_record, worker, begun)
  conclude(worker, begun)
  if not ok then error(copy, 0) end
  if copy then worker:report(copy) end
end

return phases
