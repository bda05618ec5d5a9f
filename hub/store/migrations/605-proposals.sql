-- What the box found plugged in when it was paired, and last said while it waited for its first configuration (Proposal).
alter table boxes add column proposal jsonb;
