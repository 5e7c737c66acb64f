DROP FUNCTION protect_shared(regclass);
DROP FUNCTION protect(regclass);
DROP FUNCTION protect_user(regclass);
