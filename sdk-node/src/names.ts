/** What to say of a name that is not known: the nearest that is, or all. */
export function hint(name: string, names: readonly string[]): string {
  const least = Math.max(2, Math.floor(name.length / 3));
  const [near] = names
    .map((known) => ({ known, away: distance(plain(name), plain(known)) }))
    .filter(({ away }) => away <= least)
    .sort((one, other) => one.away - other.away);
  if (near) return `did you mean ${near.known}?`;
  return `expected one of ${names.join(", ") || "no name at all"}`;
}

/** Without what only writes a name in another way. */
function plain(name: string): string {
  return name.replace(/[_-]/g, "").toLowerCase();
}

/** How many letters have to be put in, left out or changed (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 0; at < to.length; at++) {
      const change = (row[at] ?? 0) + (letter === to[at] ? 0 : 1);
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
