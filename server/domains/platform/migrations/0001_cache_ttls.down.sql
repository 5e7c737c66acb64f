DROP TABLE cache_ttls;
