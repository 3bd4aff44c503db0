/** Written by the build (scripts/vite-files.js): the site's files with their addresses, lengths and digests. */
declare module 'virtual:regard-files' {
  export const files: import('./protocol.d.ts').SiteFiles;
}
/** Written by the build (scripts/vite-evidence.js): what was measured beforehand. */
declare module 'virtual:regard-evidence' {
  const evidence: Omit<import('../lib/evidence.js').Evidence, 'sentences'>;
  export default evidence;
}
/** Styles, which the build puts into the page. */
declare module '*.css';
/** Written by the build (scripts/vite-sentences.js): our own sentences. */
declare module 'virtual:regard-sentences' {
  const sentences: import('../lib/own-texts.js').OwnSentences;
  export default sentences;
}
