/** Who bills a call: the provider as logged, in the many spellings of SDKs, gateways and conventions. */

/** First hit decides. A host that the price list does not know is named all the same: its models are unpriced, not guessed. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:ollama|lm[_-]?studio|llama[._-]?cpp|vllm|hosted_vllm|tgi|local|localai|mlx|transformers|huggingface_hub)/,
    'local',
  ],
  [/azure/, 'azure'],
  [/bedrock|amazon|^aws/, 'aws'],
  [/vertex|gemini|google|^gcp|^palm/, 'google'],
  [/copilot/, 'github-copilot'],
  [/openrouter/, 'openrouter'],
  [
    /^(?:openai-compatible|openai_like|custom_openai|litellm|langchain|gateway|unknown|custom|portkey|helicone|vercel)/,
    'gateway',
  ],
  [/^openai|^text-completion-openai|^codex/, 'openai'],
  [/anthropic|^claude/, 'anthropic'],
  [/^groq/, 'groq'],
  [/^x[._-]?ai|^grok/, 'x-ai'],
  [/^deepseek/, 'deepseek'],
  [/^mistral/, 'mistral'],
  [/^cohere/, 'cohere'],
  [/^together/, 'together'],
  [/^fireworks/, 'fireworks'],
  [/^cerebras/, 'cerebras'],
  [/^perplexity/, 'perplexity'],
  [/^moonshot|^kimi/, 'moonshotai'],
  [/^z[._-]?ai/, 'zai'],
  [/^zhipu|^bigmodel/, 'zhipuai'],
  [/^minimax/, 'minimax'],
  [/^dashscope|^alibaba|^aliyun|^qwen|^bailian/, 'alibaba'],
  [/^voyage/, 'voyageai'],
  [/^cloudflare|^workers-ai/, 'cloudflare'],
  [
    /^(?:deepinfra|replicate|databricks|watsonx|ibm|nvidia|snowflake|oci|sagemaker|siliconflow|volcengine|hyperbolic|anyscale)/,
    'elsewhere',
  ],
];

/** `azure.ai.openai` → azure, `gcp.vertex_ai` → google; null: not logged, or a word that names no host. */
export function hostOf(provider: string | null, known: readonly string[]): string | null {
  const word = provider?.trim().toLowerCase() ?? '';
  if (word === '') return null;
  const spelling = spellings.find(([pattern]) => pattern.test(word));
  if (spelling !== undefined) return spelling[1] === 'gateway' ? null : spelling[1];
  return known.find((id) => id === word || id === word.replaceAll('_', '-')) ?? null;
}

/** First folders of a model's name that are a host: not the vendors of open weights (`meta-llama/…`, `Qwen/…`). */
const folders: Readonly<Record<string, string>> = {
  openai: 'openai',
  'text-completion-openai': 'openai',
  azure: 'azure',
  azure_ai: 'azure',
  anthropic: 'anthropic',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  bedrock_mantle: 'aws',
  converse: 'aws',
  invoke: 'aws',
  amazon: 'aws',
  vertex_ai: 'google',
  vertex_ai_beta: 'google',
  gemini: 'google',
  google: 'google',
  models: 'google',
  vertex: 'google',
  openrouter: 'openrouter',
  groq: 'groq',
  xai: 'x-ai',
  'x-ai': 'x-ai',
  deepseek: 'deepseek',
  mistral: 'mistral',
  cohere: 'cohere',
  cohere_chat: 'cohere',
  together_ai: 'together',
  together: 'together',
  fireworks_ai: 'fireworks',
  fireworks: 'fireworks',
  perplexity: 'perplexity',
  cerebras: 'cerebras',
  moonshot: 'moonshotai',
  moonshotai: 'moonshotai',
  zai: 'zai',
  zhipuai: 'zhipuai',
  dashscope: 'alibaba',
  alibaba: 'alibaba',
  voyage: 'voyageai',
  voyageai: 'voyageai',
  github_copilot: 'github-copilot',
  minimax: 'minimax',
  ollama: 'local',
  ollama_chat: 'local',
  lm_studio: 'local',
  hosted_vllm: 'local',
  vllm: 'local',
  deepinfra: 'elsewhere',
  replicate: 'elsewhere',
  databricks: 'elsewhere',
  sagemaker: 'elsewhere',
  nvidia_nim: 'elsewhere',
  watsonx: 'elsewhere',
  litellm_proxy: 'gateway',
  litellm: 'gateway',
};

const bedrockArn = /^arn:aws[a-z-]*:bedrock:[^/]*(?:foundation-model|inference-profile)\//;
const bedrockId =
  /^(?:(?:us-gov|us|eu|apac|au|jp|ca|in|sa|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|nvidia|writer|stability|google)\.[a-z]/;
const vertexPath = /^(?:projects\/.*\/)?publishers\/[^/]+\/models\//;
const region = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

export type Hosted = {
  /** A catalogue's id, `local`, `elsewhere` or `gateway`; null: the name does not say. */
  readonly host: string | null;
  readonly name: string;
};

/** What a model's name says about who serves it: `bedrock/us.anthropic.…` → aws, `claude-…@20250929` → google (Vertex AI). */
export function hostedName(model: string): Hosted {
  if (bedrockArn.test(model)) return { host: 'aws', name: model.replace(bedrockArn, '') };
  if (model.startsWith('arn:')) return { host: 'elsewhere', name: model };
  if (vertexPath.test(model)) return { host: 'google', name: model.replace(vertexPath, '') };
  if (bedrockId.test(model)) return { host: 'aws', name: model };
  if (/^claude-[^/]*@/.test(model)) return { host: 'google', name: model };
  const slash = model.indexOf('/');
  const folder = model.slice(0, Math.max(slash, 0));
  const host = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
  if (host === undefined) return { host: null, name: model };
  return within(host, model.slice(slash + 1));
}

/** Gateways and clouds nest: `litellm_proxy/azure/gpt-4o`, `bedrock/converse/us-east-1/…`, `azure/eu/gpt-4o`. */
function within(host: string, name: string): Hosted {
  const inner = hostedName(name);
  if (host === 'gateway') return inner;
  if (host === 'aws') return { host, name: withoutRegion(inner.host === 'aws' ? inner.name : name) };
  if (host === 'google' && inner.host !== null) return { host, name: inner.name };
  if (host === 'azure') return { host, name: name.replace(/^(?:us|eu|global|global-standard)\//, '') };
  return { host, name };
}

function withoutRegion(name: string): string {
  const [first = '', ...rest] = name.split('/');
  return region.test(first) && rest.length > 0 ? rest.join('/') : name;
}
