import { claudeCode } from './claude-code.ts';
import type { Dialect } from './dialect.ts';
import { flat } from './flat.ts';
import { flatRun } from './flat-run.ts';
import { otlp } from './otlp.ts';

/** In order of recognition: the first dialect that accepts a record reads it. */
export const dialects: readonly Dialect[] = [claudeCode, otlp, flatRun, flat];
