-- How long to wait after an attempt that failed (spec/ingest.md).
local FIRST_SECONDS, LONGEST_SECONDS, LONGEST_ASKED_SECONDS = 0.2, 30, 300

-- Doubling, half of it random: sensors that lost the hub together do not come back together. A hub that
-- asks for longer gets it.
local function seconds_after(failures, asked)
  local doubled = FIRST_SECONDS * 2 ^ math.min(failures - 1, 30)
  local capped = math.min(doubled, LONGEST_SECONDS)
  local own = capped / 2 + math.random() * capped / 2
  return math.max(own, math.min(asked, LONGEST_ASKED_SECONDS))
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
