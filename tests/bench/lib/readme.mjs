/** The tables in README.md lie between these two lines, and only `./run bench --write` writes them. */
const kBegin = '<!-- written by ./run bench --write -->',
  kEnd = '<!-- end -->';

/** @param {string} readme @param {string} tables @returns {string} */
export function intoReadme(readme, tables) {
  const from = readme.indexOf(kBegin),
    to = readme.indexOf(kEnd, from);
  if (from < 0 || to < 0) throw new Error(`README.md has no line "${kBegin}" with "${kEnd}" behind it.`);
  return `${readme.slice(0, from + kBegin.length)}\n\n${tables.trim()}\n\n${readme.slice(to)}`;
}
