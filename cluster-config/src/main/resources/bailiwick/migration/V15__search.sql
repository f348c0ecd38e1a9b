-- Where a text begins in another one, 0 if it is not in it. SQLite has this by itself; PostgreSQL has it under another name, which stands in the place of
-- this one wherever a query has it.
${instr};
