import type { Analysis } from './analysis.ts';
import { anomaliesAnalysis } from './anomalies.ts';
import { cacheAnalysis } from './cache.ts';
import { checkAnalysis } from './check.ts';
import { diffAnalysis } from './diff.ts';
import { doctorAnalysis } from './doctor.ts';
import { importAnalysis } from './import.ts';
import { loopsAnalysis } from './loops.ts';
import { pricesAnalysis } from './prices.ts';
import { showAnalysis } from './show.ts';
import { sqlAnalysis } from './sql.ts';
import { summaryAnalysis } from './summary.ts';
import { topAnalysis } from './top.ts';

/** In the order of `--help`. */
export const analyses: readonly Analysis[] = [
  summaryAnalysis,
  topAnalysis,
  showAnalysis,
  diffAnalysis,
  loopsAnalysis,
  cacheAnalysis,
  anomaliesAnalysis,
  checkAnalysis,
  sqlAnalysis,
  pricesAnalysis,
  doctorAnalysis,
  importAnalysis,
];
