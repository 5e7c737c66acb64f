/** Loads the native addon of this platform, or says why there is none. */
declare function load(): { addon: object | undefined; reason: string };
export = load;
