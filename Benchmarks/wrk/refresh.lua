-- Refreshes sessions, each with the newest token that it got: wrk … -s refresh.lua URL -- TOKENS [DELAY]
-- TOKENS: a file with a refresh token a line, more of them than connections. DELAY: milliseconds before each request.
local waiting, head, tail, pause = {}, 1, 0, 0

local function put(token)
    tail = tail + 1
    waiting[tail] = token
end

function init(arguments)
    for line in io.lines(arguments[1]) do put(line) end
    pause = tonumber(arguments[2] or "0")
end

function delay()
    return pause
end

function request()
    local token = waiting[head]
    waiting[head] = nil
    head = head + 1
    return wrk.format("POST", "/auth/refresh", { ["Content-Type"] = "application/json" },
        '{"mode":"json","refresh_token":"' .. token .. '"}')
end

function response(status, headers, body)
    local token = status == 200 and body:match('"refresh_token":"([^"]+)"')
    if not token then error("a refresh answered " .. status .. ": " .. body) end
    put(token)
end
