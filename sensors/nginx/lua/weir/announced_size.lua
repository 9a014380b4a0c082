-- The size a message announced for its body (RFC 9110 §8.6); nil where it did not, or does not mean it.
local MOST_DIGITS = 15

return function(text)
  if type(text) ~= "string" or #text > MOST_DIGITS or not text:find "^%d+$" then return nil end
  return tonumber(text)
end
