-- The spans that the request asks about, each with what it cost.
CREATE OR REPLACE MACRO priced() AS TABLE
FROM priced_calls('filtered', 'price')
