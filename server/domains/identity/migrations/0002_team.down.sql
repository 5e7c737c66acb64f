DROP FUNCTION end_sessions_here(uuid, timestamptz);
DROP POLICY removal ON sessions;
DROP FUNCTION invitation_by_token(bytea);
DROP TABLE invitations;
DROP TABLE roles;
