-- Reads at a pace: wrk … -s paced.lua URL -- DELAY (milliseconds before each request of a connection)
local pause = 0

function init(arguments)
    pause = tonumber(arguments[1] or "0")
end

function delay()
    return pause
end
