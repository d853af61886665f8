-- Who gave what, signed: roles, teams, deputies, and what two people proposed and confirmed. What is not signed counts for
-- nothing, so that who can write into the database gives nobody a right.

ALTER TABLE clew.worker_role ADD COLUMN given_by uuid;
ALTER TABLE clew.worker_role ADD COLUMN given_entry integer;
ALTER TABLE clew.worker_role ADD COLUMN signature text;
ALTER TABLE clew.worker_role ADD COLUMN roster_signature text;
COMMENT ON COLUMN clew.worker_role.given_by IS 'Who gave the role.';
COMMENT ON COLUMN clew.worker_role.given_entry IS 'With the key of which of their roster entries they signed it.';
COMMENT ON COLUMN clew.worker_role.signature IS 'Their signature.';
COMMENT ON COLUMN clew.worker_role.roster_signature IS 'The same, signed with the agency''s roster key, which administrators hold.';
GRANT UPDATE (roster_signature) ON clew.worker_role TO clew_app;

ALTER TABLE clew.team_member ADD COLUMN given_by uuid;
ALTER TABLE clew.team_member ADD COLUMN given_entry integer;
ALTER TABLE clew.team_member ADD COLUMN signature text;
ALTER TABLE clew.team_member ADD COLUMN roster_signature text;
ALTER TABLE clew.team_member ADD COLUMN deputy_by uuid;
ALTER TABLE clew.team_member ADD COLUMN deputy_entry integer;
ALTER TABLE clew.team_member ADD COLUMN deputy_signature text;
COMMENT ON COLUMN clew.team_member.given_by IS 'Who put the worker into the team.';
COMMENT ON COLUMN clew.team_member.given_entry IS 'With the key of which of their roster entries they signed it.';
COMMENT ON COLUMN clew.team_member.signature IS 'Their signature.';
COMMENT ON COLUMN clew.team_member.roster_signature IS 'The same, signed with the agency''s roster key, which administrators hold.';
COMMENT ON COLUMN clew.team_member.deputy_by IS 'Who named the deputy: the one they stand in for, or somebody who may for the team.';
COMMENT ON COLUMN clew.team_member.deputy_entry IS 'With the key of which of their roster entries they signed it.';
COMMENT ON COLUMN clew.team_member.deputy_signature IS 'Their signature.';
GRANT UPDATE (roster_signature, deputy_by, deputy_entry, deputy_signature) ON clew.team_member TO clew_app;

ALTER TABLE clew.proposal ADD COLUMN proposed_entry integer;
ALTER TABLE clew.proposal ADD COLUMN proposed_signature text;
ALTER TABLE clew.proposal ADD COLUMN confirmed_entry integer;
ALTER TABLE clew.proposal ADD COLUMN confirmed_signature text;
COMMENT ON COLUMN clew.proposal.proposed_entry IS 'With the key of which of their roster entries the first person signed.';
COMMENT ON COLUMN clew.proposal.proposed_signature IS 'Their signature over the content.';
COMMENT ON COLUMN clew.proposal.confirmed_entry IS 'With the key of which of their roster entries the second person signed.';
COMMENT ON COLUMN clew.proposal.confirmed_signature IS 'Their signature over the content and who proposed it.';
GRANT UPDATE (confirmed_entry, confirmed_signature) ON clew.proposal TO clew_app;
