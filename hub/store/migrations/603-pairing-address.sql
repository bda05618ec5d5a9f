-- The network that opened a pairing: somebody who opens many shuts out nobody but themselves. Gone with the row.
alter table pairings add column opened_from text;
