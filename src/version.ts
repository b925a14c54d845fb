import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Of the package; the bundle and the source stand at the same depth below it. */
const version: string = manifest.version;
export default version;
