-- Of how many tool calls does the log not say what they asked for?
SELECT count_if(arguments IS NULL)::INTEGER AS nameless, count(*)::INTEGER AS tool_calls FROM loop_called
