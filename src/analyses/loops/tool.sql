-- Which tools are there, and which say by their name that they change something?
CREATE OR REPLACE TEMP TABLE loop_tool AS
SELECT tool, names_change(tool) AS names_change FROM (SELECT DISTINCT tool FROM loop_keyed)
