import type { Catalogue, CatalogueModel } from './catalogue.ts';
import { catalogueSource } from './catalogue.ts';
import { type CorrectedModel, contextWindows, correctedModels, correctionsVersion } from './corrections.ts';
import { type Era, erasOf } from './eras.ts';
import { fineTuneOf, fineTuneSource } from './fineTunes.ts';
import { hostedName, hostOf } from './hosts.ts';
import { covers, dashedDate, names, resembles, withoutSnapshot } from './match.ts';

/** How a logged name led to a price. `snapshot`: the name of a listed model with a date or revision that the list does not know. */
export type Rule = 'exact' | 'alias' | 'snapshot' | 'correction' | 'override';

/** A model of the price list or of our corrections. */
export type Found = {
  /** Who bills it: decides what a service tier costs. */
  readonly host: string;
  readonly provider: string;
  readonly id: string;
  readonly rule: Rule;
  readonly eras: readonly Era[];
  readonly context_window: number | null;
  readonly source: string;
  /** The day on which the source was last compared, YYYY-MM-DD. */
  readonly checked: string;
};

type Candidate = { readonly host: string; readonly name: string };

/**
 * The model that is meant by a name as logged: exact name, then declared alias, then the same without the date of its snapshot.
 * Null for deployment names, local models and everything else whose price cannot be known: never the price of a neighbour.
 */
export function findModel(catalogue: Catalogue, provider: string | null, model: string): Found | null {
  for (const { host, name } of candidates(catalogue, provider, model.trim())) {
    const found = atHost(catalogue, host, name);
    if (found !== null) return { ...found, host };
  }
  return null;
}

/** Hosts that resell under the makers' names and prices, or that are only the shape of the API that was called. */
const passesOn = new Set<string | null>([null, 'openai', 'anthropic']);
/** Made and priced by one company, wherever they are resold. */
const closed = new Set(['openai', 'anthropic', 'google', 'x-ai']);

function candidates(catalogue: Catalogue, provider: string | null, model: string): Candidate[] {
  const full = model.toLowerCase();
  const logged = hostOf(
    provider,
    catalogue.map(({ id }) => id),
  );
  const hosted = hostedName(full);
  const own =
    logged === null
      ? []
      : [
          { host: logged, name: full },
          { host: logged, name: hosted.name },
        ];
  if (hosted.host !== null)
    return mayBeAt(logged, hosted.host, hosted.name)
      ? [...own, { host: hosted.host, name: hosted.name }]
      : own;
  const makers = makersOf(catalogue, full).filter((maker) => mayBeAt(logged, maker, full));
  const bare = logged === null ? bareHosts(model) : [];
  return [...own, ...[...makers, ...bare].map((host) => ({ host, name: full }))];
}

function mayBeAt(logged: string | null, host: string, name: string): boolean {
  if (passesOn.has(logged)) return true;
  return logged === host || (logged === 'openrouter' && closed.has(host) && !name.includes('gpt-oss'));
}

/** Who makes models of this name: by the price list's own clauses, and where it has none. */
function makersOf(catalogue: Catalogue, name: string): string[] {
  const makers = catalogue.flatMap(({ id, model_match }) =>
    model_match !== undefined && resembles(model_match, name) ? [id] : [],
  );
  if (/^(?:text-embedding-(?:3|ada)|ft:|chatgpt-|omni-moderation)/.test(name)) makers.push('openai');
  if (/^qwen/.test(name)) makers.push('alibaba');
  return makers;
}

/**
 * Names of open weights that only one host uses: Groq's `…-versatile`, Together's `…-Turbo`, OpenRouter's lower-case
 * `vendor/model`. Hugging Face ids such as `Qwen/Qwen2.5-72B-Instruct` run anywhere: no host, no price.
 */
function bareHosts(model: string): string[] {
  if (/^(?:llama|mixtral|gemma)[^/]*-(?:versatile|instant|specdec|\d+b-\d{4,5}|\d+b-it)$/.test(model))
    return ['groq'];
  if (/\/[^/]*-(?:Turbo|Lite|FP8)$/.test(model)) return ['together'];
  return /^[a-z0-9-]+\/[a-z0-9.:-]+$/.test(model) ? ['groq', 'openrouter'] : [];
}

export type Listed = Omit<Found, 'host'>;

function atHost(catalogue: Catalogue, host: string, name: string): Listed | null {
  const entry = catalogue.find(({ id }) => id === host);
  for (const provider of [host, ...(entry?.fallback_model_providers ?? [])]) {
    const found = listed(catalogue, provider, name);
    if (found !== null) return found;
  }
  return null;
}

function listed(catalogue: Catalogue, provider: string, name: string): Listed | null {
  const models = catalogue.find(({ id }) => id === provider)?.models ?? [];
  if (name.startsWith('ft:') && provider === 'openai')
    return fineTuned(name) ?? covered(provider, models, name);
  return (
    corrected(provider, name) ??
    equal(provider, models, name) ??
    equal(provider, models, dashedDate(name)) ??
    covered(provider, models, name) ??
    snapshotOf(provider, models, withoutSnapshot(name))
  );
}

function snapshotOf(provider: string, models: readonly CatalogueModel[], stem: string | null): Listed | null {
  if (stem === null) return null;
  const found = corrected(provider, stem) ?? equal(provider, models, stem);
  return found === null ? null : { ...found, rule: 'snapshot' };
}

function equal(provider: string, models: readonly CatalogueModel[], name: string): Listed | null {
  const model =
    models.find(({ id }) => id.toLowerCase() === name) ?? models.find(({ match }) => names(match, name));
  return model === undefined
    ? null
    : fromList(provider, model, model.id.toLowerCase() === name ? 'exact' : 'alias');
}

function covered(provider: string, models: readonly CatalogueModel[], name: string): Listed | null {
  const model = models.find(({ match }) => covers(match, name, provider));
  return model === undefined ? null : fromList(provider, model, 'snapshot');
}

export function fromList(provider: string, model: CatalogueModel, rule: Rule): Listed {
  return {
    provider,
    id: model.id,
    rule,
    eras: isFree(model) ? freeOfCharge : erasOf(model.prices),
    context_window: contextWindows[`${provider}:${model.id}`] ?? model.context_window ?? null,
    source: `${catalogueSource.source} ${catalogueSource.version}`,
    checked: catalogueSource.date,
  };
}

const freeOfCharge = erasOf({ input_mtok: 0, output_mtok: 0 });

/** OpenRouter's and Mistral's `…:free` names are listed without a price. */
function isFree({ id, prices }: CatalogueModel): boolean {
  return id.endsWith(':free') && !Array.isArray(prices) && Object.keys(prices).length === 0;
}

function corrected(provider: string, name: string): Listed | null {
  const model = correctedModels.find(
    (candidate) =>
      candidate.provider === provider && (candidate.id === name || candidate.aliases?.includes(name)),
  );
  return model === undefined ? null : fromCorrection(model);
}

export function fromCorrection({ provider, id, eras, context_window, source }: CorrectedModel): Listed {
  return {
    provider,
    id,
    rule: 'correction',
    eras,
    context_window: context_window ?? null,
    source,
    checked: correctionsVersion,
  };
}

/** The rates of the fine-tuned base, which are not the base's own. */
function fineTuned(name: string): Listed | null {
  const tune = fineTuneOf(name);
  if (tune === null) return null;
  const origin = { source: fineTuneSource, checked: correctionsVersion, context_window: null };
  return {
    provider: 'openai',
    id: `ft:${tune.base}`,
    rule: 'correction',
    eras: erasOf(tune.prices),
    ...origin,
  };
}
