import './jitless.ts';
import { amp } from './amp.ts';
import { antigravity } from './antigravity.ts';
import { apiResponse } from './api-response.ts';
import { apiStream } from './api-stream.ts';
import { bedrock } from './bedrock.ts';
import { chatStream } from './chat-stream.ts';
import { claudeCode } from './claude-code.ts';
import { claudeStream } from './claude-stream.ts';
import { codex } from './codex.ts';
import { codexExec } from './codex-exec.ts';
import { copilotCli } from './copilot-cli.ts';
import { cursor } from './cursor.ts';
import { datadog } from './datadog.ts';
import type { Dialect } from './dialect.ts';
import { droid } from './droid.ts';
import { flat } from './flat.ts';
import { flatRun } from './flat-run.ts';
import { geminiCli } from './gemini-cli.ts';
import { geminiExec } from './gemini-exec.ts';
import { grok } from './grok.ts';
import { helicone } from './helicone.ts';
import { hermes } from './hermes.ts';
import { honeycomb } from './honeycomb.ts';
import { inspect } from './inspect.ts';
import { jaeger } from './jaeger.ts';
import { kimi } from './kimi.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { litellm } from './litellm.ts';
import { mlflow } from './mlflow.ts';
import { nested } from './nested-spans.ts';
import { opencode } from './opencode.ts';
import { otlp } from './otlp.ts';
import { otlpLogs } from './otlp-logs.ts';
import { phoenix } from './phoenix.ts';
import { pi } from './pi.ts';
import { qwenCode } from './qwen-code.ts';
import { sweAgent } from './swe-agent.ts';
import { tau2 } from './tau2.ts';
import { tempo } from './tempo.ts';
import { weave } from './weave.ts';

/** In order of recognition: the first dialect that accepts a record reads it. */
export const dialects: readonly Dialect[] = [
  qwenCode,
  claudeStream,
  claudeCode,
  codex,
  codexExec,
  pi,
  geminiCli,
  geminiExec,
  opencode,
  amp,
  kimi,
  copilotCli,
  droid,
  grok,
  cursor,
  hermes,
  antigravity,
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
  chatStream,
  apiResponse,
  apiStream,
  flatRun,
  flat,
];
