-- How long to wait after an attempt that failed, in seconds (spec/ingest.md).
local OF_BATCHES = { first = 0.2, longest = 30, longest_asked = 300 }

-- Doubling, half of it random: sensors that lost the hub together do not come back together. A hub that
-- asks for longer gets it.
local function seconds_after(failures, asked, bounds)
  bounds = bounds or OF_BATCHES
  local doubled = bounds.first * 2 ^ math.min(failures - 1, 30)
  local capped = math.min(doubled, bounds.longest)
  local own = capped / 2 + math.random() * capped / 2
  return math.max(own, math.min(asked, bounds.longest_asked))
end

-- `Retry-After` is seconds or a date (RFC 9110 §10.2.3); anything else asks for nothing.
local function asked_seconds(text, now)
  if text == nil then return 0 end
  local digits = text:match "^%s*(%d+)%s*$"
  if digits then return #digits <= 9 and tonumber(digits) or 0 end
  local date = ngx.parse_http_time(text)
  return date and math.max(0, date - now) or 0
end

return { seconds_after = seconds_after, asked_seconds = asked_seconds }
