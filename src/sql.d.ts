/** `.sql` files are imported as text: by a loader line in the bundler, by a small plugin under vitest. */
declare module '*.sql' {
  const text: string;
  export default text;
}
