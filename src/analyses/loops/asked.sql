-- Do two tool calls ask for the same, and does one change anything? The macros that keyed.sql and step.sql compare calls by.

-- The arguments by their meaning: lower case, no blanks, numbers in quotes as numbers, without what is empty and without what
-- differs from call to call and is no part of the question (ids of the request itself, the model's thoughts about it).
CREATE OR REPLACE MACRO without_volatile(arguments) AS regexp_replace(arguments,
  '"(request_?id|client_?request_?id|correlation_?id|idempotency_?key|nonce|timestamp|tool_?call_?id|call_?id|trace_?id|span_?id|thoughts?|reasoning|explanation|rationale|justification|task_progress|security_risk)"\s*:\s*("(\\.|[^"\\])*"|[^,{}\[\]"]*)\s*,?', '', 'g');
CREATE OR REPLACE MACRO without_remarks(arguments) AS CASE
  WHEN contains(arguments, '"description"') AND contains(arguments, '"command"') THEN regexp_replace(arguments, '"description"\s*:\s*"(\\.|[^"\\])*"\s*,?', '', 'g')
  ELSE arguments
END;
-- Taken apart and put together it is done in half the time; few texts have other blanks than spaces.
CREATE OR REPLACE MACRO without_spaces(arguments) AS array_to_string(string_split(arguments, ' '), '');
CREATE OR REPLACE MACRO without_blanks(arguments) AS CASE
  WHEN contains(arguments, chr(9)) OR contains(arguments, chr(10)) THEN replace(replace(without_spaces(arguments), chr(9), ''), chr(10), '')
  ELSE without_spaces(arguments)
END;
CREATE OR REPLACE MACRO with_plain_numbers(arguments) AS regexp_replace(arguments, '"(-?\d+(\.\d+)?)"', '\1', 'g');
CREATE OR REPLACE MACRO without_empty(arguments) AS CASE
  WHEN regexp_matches(arguments, ':(""|\[\]|\{\}|null)|,\}') THEN replace(regexp_replace(arguments, '"[^"]*":(""|\[\]|\{\}|null),?', '', 'g'), ',}', '}')
  ELSE arguments
END;

-- The words of a tool's name: `str_replace_editor`, `writeFile`, `git.commit`.
CREATE OR REPLACE MACRO name_words(name) AS ' ' || regexp_replace(lower(regexp_replace(name, '([a-z0-9])([A-Z])', '\1 \2', 'g')), '[^a-z0-9]+', ' ', 'g') || ' ';
-- What a name begins with tells more than what it speaks of: `get_post` posts nothing.
CREATE OR REPLACE MACRO names_change(name) AS NOT regexp_matches(name_words(name), '^ (get|list|read|find|search|view|show|describe|fetch|lookup|query) ')
  AND regexp_matches(name_words(name),
  ' (write|edit|editor|create|delete|update|insert|apply|patch|set|put|post|send|move|rename|remove|save|commit|push|replace|append|modify|add|upload|install|submit|cancel|book|issue|return|exchange|transfer|pay|reply|click|type|fill|press|tap|drag|drop|navigate|goto|scroll|swipe|select option|switch tab) | go (back|forward) $| go to (url|page|tab) ');

-- Do the arguments change something, or only look: a command of a shell, code, a statement of SQL, the sub-command of an editor?
CREATE OR REPLACE MACRO looks_only(arguments) AS regexp_matches(arguments, '"(command|action|operation|mode)"\s*:\s*"(view|read|open|show|list|get|search|find)"');
-- One tool for all that can be done with a screen or a page names it among its arguments, often as a call: `"action": "left_click"`, `"action": "click('a51')"`.
CREATE OR REPLACE MACRO commands_change(arguments) AS regexp_matches(left(arguments, 2000),
  '"(command|action|operation)"\s*:\s*"(create|str_replace|insert|undo_edit|write|delete|append|replace)"' ||
  '|"(action|action_type|action_name)"\s*:\s*"(left_|right_|middle_|double_|triple_)?(click|type|key|press|fill|clear|submit|scroll|drag|tap|swipe|select_option|navigate|goto|go_back|go_forward|input_text|send_keys|upload_file|tab_focus|new_tab|close_tab)' ||
  '|(^|[;&|"(\s])(rm|mv|cp|mkdir|rmdir|touch|chmod|chown|ln|tee|patch|truncate|kill|pkill) ' ||
  '|sed +(-[a-z]+ +)*-[a-z]*i|[^0-9&>-]>>? *[^&\s>=/]|> */[^d]' ||
  '|git +(add|commit|checkout|switch|reset|stash|pull|push|merge|rebase|apply|restore|cherry-pick|revert|clone)' ||
  '|(pip3?|npm|yarn|pnpm|cargo|poetry|uv|apt|apt-get|brew|gem|conda) +(install|add|remove|uninstall|ci|update|upgrade|sync)' ||
  '|curl .*(-X ?|--request )(POST|PUT|PATCH|DELETE)|open\([^)]*[''\\"][wax]b?\+?[''\\"]|\.write(_text|file|filesync)?\(|writefile' ||
  '|insert +into |update +\w+ +set |delete +from |create +(table|index|view) |drop +(table|index|view) |alter +table ', 'i');
CREATE OR REPLACE MACRO has_command(arguments) AS regexp_matches(arguments, '"(command|cmd|script|code|sql|query|statement|action|operation|input)"\s*:');
CREATE OR REPLACE MACRO is_change(names_change, arguments) AS CASE
  WHEN NOT has_command(arguments) THEN names_change
  WHEN looks_only(arguments) THEN false
  ELSE names_change OR commands_change(arguments)
END;

-- Does it ask in words: is some value a text of three or more? A command, code or a statement is none: each word of it makes it another.
CREATE OR REPLACE MACRO is_prose(arguments) AS regexp_matches(arguments, '"[^"\s]+\s+[^"\s]+\s+[^"]*"')
  AND NOT regexp_matches(arguments, '"(command|cmd|script|code|sql|statement)"\s*:|:\s*"\s*(select|with|match|insert|update|delete)\s', 'i');
