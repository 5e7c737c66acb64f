DROP FUNCTION enter_place(uuid, text, bigint);
DROP FUNCTION placement_lock(uuid);
DROP TABLE placements;
