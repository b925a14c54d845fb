-- Rows of the file that change their place: spans that another copy has taken over from, and copies that count now.
DELETE FROM kept.landed WHERE rowid IN (SELECT kept_rowid FROM aside WHERE NOT is_aside);
DELETE FROM kept.set_aside WHERE rowid IN (SELECT kept_rowid FROM landed WHERE is_aside)
