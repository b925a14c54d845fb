import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** `.sql` files are imported as text, as the bundler does it. */
const sqlAsText = {
  name: 'sql-as-text',
  enforce: 'pre' as const,
  load(id: string) {
    return id.endsWith('.sql') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : null;
  },
};

// Days are those of UTC wherever the tests run.
process.env['TZ'] = 'UTC';

export default defineConfig({
  plugins: [sqlAsText],
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: '100%' },
});
