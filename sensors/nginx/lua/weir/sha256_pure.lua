-- SHA-256 (FIPS 180-4) in Lua, for hosts whose libcrypto cannot be called. Slow; nothing needs it per octet
-- of traffic.
local bit = require "bit"
local band, bnot, bxor, ror, rshift, tobit = bit.band, bit.bnot, bit.bxor, bit.ror, bit.rshift, bit.tobit

local BLOCK_BYTES = 64

-- The first 32 bits of a number's fraction; exact, because a double carries 52.
local function fraction(number)
  return tobit(math.floor((number - math.floor(number)) * 2 ^ 32))
end

local function first_primes(count)
  local primes, candidate = {}, 2
  while #primes < count do
    local is_prime = true
    for _, prime in ipairs(primes) do
      if candidate % prime == 0 then is_prime = false break end
    end
    if is_prime then primes[#primes + 1] = candidate end
    candidate = candidate + 1
  end
  return primes
end

local primes = first_primes(64)
local round_constants = {}
for index = 1, 64 do round_constants[index] = fraction(primes[index] ^ (1 / 3)) end
local function first_state()
  local state = {}
  for index = 1, 8 do state[index] = fraction(primes[index] ^ 0.5) end
  return state
end

local function word_at(octets, at)
  local a, b, c, d = octets:byte(at, at + 3)
  return tobit(a * 0x1000000 + b * 0x10000 + c * 0x100 + d)
end

local function schedule(octets, at)
  local words = {}
  for index = 1, 16 do words[index] = word_at(octets, at + (index - 1) * 4) end
  for index = 17, 64 do
    local early, late = words[index - 15], words[index - 2]
    local small0 = bxor(ror(early, 7), ror(early, 18), rshift(early, 3))
    local small1 = bxor(ror(late, 17), ror(late, 19), rshift(late, 10))
    words[index] = tobit(words[index - 16] + small0 + words[index - 7] + small1)
  end
  return words
end

local function compress(state, words)
  local a, b, c, d, e, f, g, h = unpack(state)
  for index = 1, 64 do
    local big1 = bxor(ror(e, 6), ror(e, 11), ror(e, 25))
    local choice = bxor(band(e, f), band(bnot(e), g))
    local first = tobit(h + big1 + choice + round_constants[index] + words[index])
    local big0 = bxor(ror(a, 2), ror(a, 13), ror(a, 22))
    local majority = bxor(band(a, b), band(a, c), band(b, c))
    h, g, f, e = g, f, e, tobit(d + first)
    d, c, b, a = c, b, a, tobit(first + big0 + majority)
  end
  for index, value in ipairs({ a, b, c, d, e, f, g, h }) do
    state[index] = tobit(state[index] + value)
  end
end

local function octets_of(word)
  return string.char(rshift(word, 24), band(rshift(word, 16), 255), band(rshift(word, 8), 255), band(word, 255))
end

local function digest(octets)
  local length = #octets
  local padding = (BLOCK_BYTES - (length + 9) % BLOCK_BYTES) % BLOCK_BYTES
  local bits = length * 8
  local size = octets_of(tobit(math.floor(bits / 2 ^ 32))) .. octets_of(tobit(bits % 2 ^ 32))
  local message = octets .. "\128" .. ("\0"):rep(padding) .. size
  local state = first_state()
  for at = 1, #message, BLOCK_BYTES do compress(state, schedule(message, at)) end
  local words = {}
  for index = 1, 8 do words[index] = octets_of(state[index]) end
  return table.concat(words)
end

return { digest = digest }
