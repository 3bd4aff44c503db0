/** Written by the build (scripts/vite-files.js): the site's files with their addresses, lengths and digests. */
declare module 'virtual:regard-files' {
  export const files: import('./protocol.d.ts').SiteFiles;
}
