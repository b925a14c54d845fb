import bigPrompts from './recipes/big-prompts.sql';
import cacheHits from './recipes/cache-hits.sql';
import chargeback from './recipes/chargeback.sql';
import costPerRequest from './recipes/cost-per-request.sql';
import costPerTrace from './recipes/cost-per-trace.sql';
import costPerUserDay from './recipes/cost-per-user-day.sql';
import environments from './recipes/environments.sql';
import errorTypes from './recipes/error-types.sql';
import errorsByModel from './recipes/errors-by-model.sql';
import failedCalls from './recipes/failed-calls.sql';
import firstToken from './recipes/first-token.sql';
import latencyByModel from './recipes/latency-by-model.sql';
import latencyCost from './recipes/latency-cost.sql';
import pareto from './recipes/pareto.sql';
import repeatedPrompts from './recipes/repeated-prompts.sql';
import requestsPerMinute from './recipes/requests-per-minute.sql';
import retries from './recipes/retries.sql';
import spanCosts from './recipes/span-costs.sql';
import toolErrors from './recipes/tool-errors.sql';
import topUsers from './recipes/top-users.sql';
import truncated from './recipes/truncated.sql';

/** A query that is asked often: `llmtrace sql --recipe NAME`. */
export type Recipe = {
  readonly name: string;
  /** Its first line. */
  readonly question: string;
  readonly sql: string;
  /** What `--param` can set, with what it is when it does not. */
  readonly parameters: readonly Parameter[];
};

export type Parameter = { readonly name: string; readonly meaning: string; readonly value: string };

const parameter = /^-- \$(\w+): (.+) \(default: (.+)\)$/gm;

function recipe(name: string, sql: string): Recipe {
  const [, question = ''] = /^-- (.+)/.exec(sql) ?? [];
  const parameters = [...sql.matchAll(parameter)].map(([, name = '', meaning = '', value = '']) => {
    return { name, meaning, value };
  });
  return { name, question, sql, parameters };
}

/** In the order of the list that `--recipe` without a name prints. */
export const recipes: readonly Recipe[] = [
  recipe('errors-by-model', errorsByModel),
  recipe('failed-calls', failedCalls),
  recipe('error-types', errorTypes),
  recipe('tool-errors', toolErrors),
  recipe('retries', retries),
  recipe('latency-by-model', latencyByModel),
  recipe('first-token', firstToken),
  recipe('latency-cost', latencyCost),
  recipe('requests-per-minute', requestsPerMinute),
  recipe('cost-per-request', costPerRequest),
  recipe('cost-per-trace', costPerTrace),
  recipe('cost-per-user-day', costPerUserDay),
  recipe('top-users', topUsers),
  recipe('pareto', pareto),
  recipe('span-costs', spanCosts),
  recipe('environments', environments),
  recipe('chargeback', chargeback),
  recipe('big-prompts', bigPrompts),
  recipe('repeated-prompts', repeatedPrompts),
  recipe('truncated', truncated),
  recipe('cache-hits', cacheHits),
];
