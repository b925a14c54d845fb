import { apiResponse } from './api-response.ts';
import { bedrock } from './bedrock.ts';
import { claudeCode } from './claude-code.ts';
import { datadog } from './datadog.ts';
import type { Dialect } from './dialect.ts';
import { flat } from './flat.ts';
import { flatRun } from './flat-run.ts';
import { helicone } from './helicone.ts';
import { honeycomb } from './honeycomb.ts';
import { inspect } from './inspect.ts';
import { jaeger } from './jaeger.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { litellm } from './litellm.ts';
import { mlflow } from './mlflow.ts';
import { nested } from './nested-spans.ts';
import { otlp } from './otlp.ts';
import { otlpLogs } from './otlp-logs.ts';
import { phoenix } from './phoenix.ts';
import { sweAgent } from './swe-agent.ts';
import { tau2 } from './tau2.ts';
import { tempo } from './tempo.ts';
import { weave } from './weave.ts';

/** In order of recognition: the first dialect that accepts a record reads it. */
export const dialects: readonly Dialect[] = [
  claudeCode,
  bedrock,
  langsmith,
  langfuse,
  litellm,
  helicone,
  weave,
  datadog,
  mlflow,
  phoenix,
  otlp,
  otlpLogs,
  tempo,
  jaeger,
  nested,
  honeycomb,
  inspect,
  tau2,
  sweAgent,
  apiResponse,
  flatRun,
  flat,
];
