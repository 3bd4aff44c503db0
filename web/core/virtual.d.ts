/** Written by the build (scripts/vite-files.js): the site's files with their addresses, lengths and digests. */
declare module 'virtual:regard-files' {
  export const files: import('./protocol.d.ts').SiteFiles;
}
/** Written by the build (scripts/vite-evidence.js): what was measured beforehand. */
declare module 'virtual:regard-evidence' {
  const evidence: import('../lib/evidence.js').Evidence;
  export default evidence;
}
