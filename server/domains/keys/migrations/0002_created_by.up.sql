-- Who made a key: a person, another key, or the operator at the machine itself. Of keys that were made before, nobody knows.
ALTER TABLE api_keys ADD COLUMN created_by text CHECK (created_by ~ '^(operator|(usr|key)_[0-9a-z]{26})$');
