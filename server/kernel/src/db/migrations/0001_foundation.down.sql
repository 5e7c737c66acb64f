DROP FUNCTION protect_shared(regclass);
DROP FUNCTION protect(regclass);
