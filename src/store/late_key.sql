-- What tells the record of a span from all others of its log, in this reading and in another?
CREATE OR REPLACE MACRO late_key(span_key, trace_id, started_at) AS coalesce(span_key, hash(trace_id, started_at))
