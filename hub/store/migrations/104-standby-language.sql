-- The recall by SMS speaks the walk-in's language.
alter table standby_tickets add column language text not null default 'da' check (language in ('da', 'en'));
