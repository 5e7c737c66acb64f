DROP TABLE installation;
DROP FUNCTION api_key_by_public_id(text);
DROP TABLE api_keys;
