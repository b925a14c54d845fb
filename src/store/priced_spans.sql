-- What did each span cost? `spans` names a relation, here and in costed(): the engine plans a macro that names none at once, though nobody may ask.
CREATE OR REPLACE MACRO priced(spans) AS TABLE
FROM priced_calls(spans, 'price')
