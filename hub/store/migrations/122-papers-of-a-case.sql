-- A caseworker may give a paper beside the one that the errand ends on: one of each kind is in force.
drop index certificates_case;
create unique index certificates_case_kind on certificates (case_id, kind) where revoked_at is null;
