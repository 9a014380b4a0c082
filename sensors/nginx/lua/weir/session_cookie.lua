-- Tells by its name whether a cookie says session or authentication.
local PREFIX_CHARS = 32

local exact = {
  ["connect.sid"] = true, ["sid"] = true, ["auth"] = true, ["authtoken"] = true, ["auth_token"] = true,
  ["accesstoken"] = true, ["access_token"] = true, ["remembertoken"] = true, ["remember_token"] = true,
}

-- How the rest of a name may go on behind `sess`.
local endings = {
  [""] = true, ["id"] = true, ["_id"] = true, [".id"] = true, ["-id"] = true, ["ion"] = true, ["ionid"] = true,
  ["ion_id"] = true, ["ion.id"] = true, ["ion-id"] = true,
}

local function is_named(name)
  local lower = name:lower():gsub("^__host%-", ""):gsub("^__secure%-", "")
  if exact[lower] then return true end
  local at = lower:find("sess", 1, true)
  while at and at - 1 <= PREFIX_CHARS do
    if endings[lower:sub(at + 4)] then return true end
    at = lower:find("sess", at + 1, true)
  end
  return false
end

return { is_named = is_named }
