-- Puts the body Weir's agent answered with (txn.weir.body) in place of a response's own. See docs/guide/sensor-haproxy.md.
local Redaction = { id = "weir-redact", flags = filter.FLT_CFG_FL_HTX }
Redaction.__index = Redaction

function Redaction.new()
  return setmetatable({ body = nil }, Redaction)
end

-- After the rules of the configuration, so that the answer is there.
function Redaction:http_headers(txn, message)
  if not message:is_resp() then return end
  self.body = txn:get_var "txn.weir.body"
  if self.body then filter.register_data_filter(self, message.channel) end
end

-- The rules have waited for the whole body. One that does not fit into the buffer is not taken, and the old one remains.
function Redaction:http_payload(_, message)
  local body = self.body
  self.body = nil
  if body and message:eom() then message:set(body) end
end

core.register_filter("weir-redact", Redaction, function(redaction) return redaction end)
