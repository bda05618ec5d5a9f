-- Who comes from an identity provider is not in the configuration, and is not removed with it.
alter table users add column source text not null default 'config' check (source in ('config', 'oidc'));
-- `expires_at` moves on with what is done; `ends_at` (the shift's end) does not.
alter table sessions add column ends_at timestamptz;
update sessions set ends_at = expires_at;
